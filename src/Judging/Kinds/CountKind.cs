using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics.Planning;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Kinds;

/// <summary>Events per exposure, such as restarts an hour: the conditional exact test and its interval, weakened when events come in bursts.</summary>
public sealed class CountKind : IMetricKind
{
    /// <inheritdoc />
    public string Name => "count";

    /// <inheritdoc />
    public IReadOnlyList<string> Measures { get; } = ["rate"];

    /// <inheritdoc />
    public IReadOnlyList<Measure.Quantile> DefaultGuards => [];

    /// <inheritdoc />
    public Finding Compare(MetricPlan plan, SeriesData? baseline, SeriesData? canary, double endLevel, CancellationToken cancellation)
    {
        var arms = EventArms.Prepare(plan, baseline, canary);
        double eb = arms.BaselineEvents, tb = arms.BaselineTotal, ec = arms.CanaryEvents, tc = arms.CanaryTotal, d = arms.Divisor;
        var finding = new Finding
        {
            Plan = plan,
            Baseline = Summaries.OfEvents(eb, tb, eb),
            Canary = Summaries.OfEvents(ec, tc, ec),
            Warnings = arms.Warnings,
            Window = arms.Window,
            Span = Times.Width(arms.CanaryWindow),
        };
        if (arms.Obstacle is { } obstacle)
        {
            return finding with { Obstacle = obstacle };
        }

        if (eb + ec == 0 && plan.Margin.Absolute is null)
        {
            return finding with
            {
                Obstacle = new(ReasonCode.NeedsAbsoluteMargin, $"No events in either arm: a margin relative to nothing cannot be ruled out. Give {plan.Name} an absolute margin, as in {{absolute: 1}}."),
            };
        }

        cancellation.ThrowIfCancellationRequested();
        var score = arms.Score / Math.Sqrt(d);
        var p = d > 1 ? Harmful.PValue(plan.Direction, score, -score) : RateRatio.PValue(eb, tb, ec, tc, 1, Harmful.Alternative(plan.Direction));
        var ratio = eb > 0 ? RateRatio.Interval(eb / d, tb / d, ec / d, tc / d, endLevel) : default;
        var difference = RateDifference.Interval(eb / d, tb / d, ec / d, tc / d, endLevel);
        return finding with
        {
            Primary = new()
            {
                Measure = "rate",
                Baseline = eb / tb,
                Canary = ec / tc,
                Estimate = (ec / tc) - (eb / tb),
                Lower = difference.Lower,
                Upper = difference.Upper,
                RelativeEstimate = eb > 0 ? (ec / tc / (eb / tb)) - 1 : null,
                RelativeLower = eb > 0 ? ratio.Lower - 1 : null,
                RelativeUpper = eb > 0 ? ratio.Upper - 1 : null,
                PValue = p,
                Method = d > 1 ? "burst-score" : "conditional-exact",
            },
            NeededForPass = Needed(plan, arms, endLevel),
        };
    }

    /// <summary>Canary events that would rule out the margin at an unchanged rate.</summary>
    private static double? Needed(MetricPlan plan, EventArms arms, double endLevel)
    {
        var rate = arms.BaselineEvents / arms.BaselineTotal;
        var margin = rate > 0 ? plan.Margin.At(rate) / rate : 0;
        if (!(margin > 0))
        {
            return null;
        }

        var ratio = plan.Direction == Direction.Decrease ? Math.Max(1 - margin, 1e-3) : 1 + margin;
        var share = arms.CanaryTotal / (arms.BaselineTotal + arms.CanaryTotal);
        var needed = SampleSize.Events(1, ratio, Normal.Critical(endLevel), share) * share * arms.Divisor;
        return double.IsFinite(needed) ? needed : null;
    }
}
