using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;
using Samples = CanaryJudge.Statistics.Samples;

namespace CanaryJudge.Judging.Kinds;

/// <summary>Judges a share near its ceiling by its complement: availability by unavailability.</summary>
internal static class Complement
{
    /// <summary>The finding with the plan of the complement: more is worse, and the allowances are absolute at the baseline's level of it.</summary>
    /// <param name="finding">The finding of the share.</param>
    /// <param name="baseline">What the baseline lacks.</param>
    public static Finding Of(Finding finding, double[] baseline)
    {
        var plan = finding.Plan;
        var lacking = Quantiles.Of(Samples.Sorted(baseline), 0.5);
        return finding with
        {
            Plan = plan with
            {
                Ceiling = null,
                Direction = Direction.Increase,
                Tolerance = new(null, plan.Tolerance.At(lacking)),
                Margin = new(null, plan.Margin.At(lacking)),
            },
        };
    }

    /// <summary>A finding of the complement, said of the share again.</summary>
    public static Finding Back(Finding lacking, double ceiling) => lacking with
    {
        Plan = lacking.Plan with { Direction = Direction.Decrease },
        Primary = lacking.Primary is { } effect ? Back(effect, ceiling) : null,
        Warnings = [.. lacking.Warnings, Note],
    };

    /// <summary>An effect on the complement, said of the share again.</summary>
    public static Effect Back(Effect effect, double ceiling) => effect with
    {
        Baseline = ceiling - effect.Baseline,
        Canary = ceiling - effect.Canary,
        Estimate = -effect.Estimate,
        Lower = -effect.Upper,
        Upper = -effect.Lower,
        RelativeEstimate = null,
        RelativeLower = null,
        RelativeUpper = null,
    };

    /// <summary>Tells the reader.</summary>
    public static Warning Note { get; } = new(WarningCode.ComplementJudged, "A share near its ceiling: judged by what is lacking, in percentage points.");
}
