using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.Stratified;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Stratifying;

/// <summary>Raw observations within strata: van Elteren's rank test with one shift for all, the tail by counts beyond each stratum's own quantile.</summary>
internal sealed class SamplesWithin : IWithin<SampleArms>
{
    /// <summary>The tests that have a form within strata.</summary>
    internal static readonly string[] Methods = ["mann-whitney", "welch"];

    /// <summary>Fewer values in an arm make no stratum.</summary>
    internal const int Fewest = 10;

    /// <summary>Ends that no level of independent values could reach are as far as can be computed.</summary>
    private const double LeastLevel = 1e-300;

    /// <inheritdoc />
    public string Enough => $"{Fewest} values";

    /// <inheritdoc />
    public SampleArms Prepare(MetricPlan plan, Stratum stratum) => SampleArms.Prepare(plan, stratum.Baseline as SeriesData.Samples, stratum.Canary as SeriesData.Samples);

    /// <inheritdoc />
    public IReadOnlyList<Warning> Warnings(SampleArms arms) => arms.Warnings;

    /// <inheritdoc />
    public Obstacle? Conflict(SampleArms arms) => null;

    /// <inheritdoc />
    public bool HasEnough(SampleArms arms) => Math.Min(arms.Baseline.Length, arms.Canary.Length) >= Fewest;

    /// <inheritdoc />
    public WithinFinding Compare(MetricPlan plan, Finding pooled, IReadOnlyList<SampleArms> strata, double endLevel, CancellationToken cancellation)
    {
        SampleStratum[] values = [.. strata.Select(s => new SampleStratum(s.Baseline, s.Canary))];
        var quantiles = new StandardisedQuantiles(values);
        var positive = Array.TrueForAll(values, s => s.Baseline[0] > 0 && s.Canary[0] > 0);

        // Values of one minute that are alike count as fewer, as without strata.
        var design = DesignEffect.Together([.. strata.Select(s => s.Design)], [.. values.Select(s => (double)s.Baseline.Length * s.Canary.Length / (s.Baseline.Length + s.Canary.Length))]);
        var level = Math.Max(design.EndLevel(endLevel), LeastLevel);
        var shift = StratifiedShift.Difference(values, level, cancellation);
        var ratio = positive ? StratifiedShift.Ratio(values, level, cancellation) : null;
        Effect Weakened(Effect effect, Alternative alternative) => effect with { PValue = design.PValue(effect.PValue!.Value, alternative) };
        Effect Test(double q, bool low, Alternative alternative) => Weakened(Quantile(strata, quantiles, positive, q, low, alternative, level), alternative);

        var primary = plan.Measure switch
        {
            Measure.Quantile quantile => TailGuards.Primary(plan, quantile.Q, Test),
            Measure.Mean => Weakened(Mean(plan, values, level), Harmful.Alternative(plan.Direction)),
            _ => Weakened(Shift(plan, values, quantiles, shift.Common, ratio?.Common), Harmful.Alternative(plan.Direction)),
        };
        var guards = TailGuards.InEffect(plan, Math.Max(values.Sum(s => s.Baseline.Length), values.Sum(s => s.Canary.Length)) / design.Value);
        var finding = pooled with
        {
            Primary = primary,
            Guards = TailGuards.Effects(plan, guards, Test),
            MinimumForPass = Math.Ceiling(TailGuards.MinimumForPass(guards) * design.Value),
            NeededForPass = Needed(plan, values, quantiles.Baseline(0.5), endLevel) * design.Value,
            SmallestPValue = null,
            Warnings = [.. Spread(values)],
        };
        return new(finding, (ratio ?? shift).Residuals, design.Value);
    }

    private static Effect Shift(MetricPlan plan, SampleStratum[] strata, StandardisedQuantiles quantiles, Interval shift, Interval? ratio)
    {
        var (method, p) = Tested(plan, strata, "mann-whitney");
        return Measured.Of("shift", quantiles.Baseline(0.5), quantiles.Canary(0.5), shift, ratio, p, method);
    }

    private static Effect Mean(MetricPlan plan, SampleStratum[] strata, double endLevel)
    {
        var (method, p) = Tested(plan, strata, "welch");
        var (d, baseline, canary) = StratifiedWelch.Interval(strata, endLevel);
        Interval? share = baseline > 0 ? new(1 + (d.Estimate / baseline), 1 + (d.Lower / baseline), 1 + (d.Upper / baseline)) : null;
        return Measured.Of("mean", baseline, canary, d, share, p, method);
    }

    private static (string Method, double P) Tested(MetricPlan plan, SampleStratum[] strata, string own)
    {
        var name = plan.Policy.Method == TestMethods.Auto ? own : plan.Policy.Method;
        var alternative = Harmful.Alternative(plan.Direction);
        return ($"stratified-{name}", name switch
        {
            "mann-whitney" => StratifiedMannWhitney.Run(strata, alternative).PValue,
            "welch" => StratifiedWelch.Run(strata, alternative).PValue,
            _ => throw new InvalidOperationException($"The test '{name}' has no stratified form."),
        });
    }

    /// <summary>Tested by the counts beyond the pooled quantile of each stratum, so a stratum that is slow as a whole counts for nothing.</summary>
    private static Effect Quantile(
        IReadOnlyList<SampleArms> strata, StandardisedQuantiles quantiles, bool positive, double q, bool low, Alternative alternative, double endLevel)
    {
        var events = strata.Select(s =>
        {
            var (baseline, canary) = s.Beyond(q, low);
            return new EventStratum(baseline, s.Baseline.Length, canary, s.Canary.Length);
        });
        var (p, exact) = StratifiedExact.PValue([.. events], alternative);
        return Measured.Of(
            new Measure.Quantile(q).ToString(),
            quantiles.Baseline(q),
            quantiles.Canary(q),
            quantiles.Difference(q, endLevel),
            positive ? quantiles.Ratio(q, endLevel) : null,
            p,
            EventMethods.Named("stratified-fisher-exact", exact));
    }

    /// <summary>The canary values with which the margin would be ruled out at this mix if the canary were the baseline.</summary>
    private static double? Needed(MetricPlan plan, SampleStratum[] strata, double level, double endLevel)
    {
        double information = 0, moved = 0;
        foreach (var (b, c) in strata)
        {
            if (MarginMove.Superiority(plan, b, level) is not { } theta)
            {
                return null;
            }

            var v = (double)b.Length * c.Length / (b.Length + c.Length);
            information += v;
            moved += v * (theta - 0.5);
        }

        // The information that the mean superiority needs, over the information at hand.
        var distance = moved / information;
        var z = Gaussian.Critical(endLevel);
        var needed = strata.Sum(s => (double)s.Canary.Length) * z * z / (12 * distance * distance) / information;
        return double.IsFinite(needed) ? Math.Max(1, Math.Ceiling(needed)) : null;
    }

    private static IEnumerable<Warning> Spread(SampleStratum[] strata)
    {
        double all = strata.Sum(s => (double)s.Canary.Length), baseline = 0, canary = 0;
        foreach (var (b, c) in strata)
        {
            baseline += c.Length / all * SpreadChange.MiddleHalf(b);
            canary += c.Length / all * SpreadChange.MiddleHalf(c);
        }

        SampleStratum[] distances = [.. strata.Select(s => new SampleStratum(SpreadChange.Distances(s.Baseline), SpreadChange.Distances(s.Canary)))];
        return SpreadChange.Of(baseline, canary, () => StratifiedMannWhitney.Run(distances, Alternative.Different).PValue);
    }
}
