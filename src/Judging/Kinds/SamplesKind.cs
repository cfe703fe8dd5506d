using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Judging.Stratifying;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.Planning;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;
using Samples = CanaryJudge.Statistics.Samples;

namespace CanaryJudge.Judging.Kinds;

/// <summary>Raw observations, such as request latencies: Mann-Whitney with the Hodges-Lehmann shift, and the tail as guards.</summary>
public sealed class SamplesKind : IMetricKind
{
    /// <inheritdoc />
    public string Name => "samples";

    /// <inheritdoc />
    public IReadOnlyList<string> Measures { get; } = ["shift", "mean", "quantile"];

    /// <inheritdoc />
    public IReadOnlyList<Measure.Quantile> DefaultGuards => TailGuards.Defaults;

    /// <inheritdoc />
    public Finding Compare(MetricPlan plan, SeriesData? baseline, SeriesData? canary, double endLevel, CancellationToken cancellation)
    {
        var arms = SampleArms.Prepare(plan, baseline as SeriesData.Samples, canary as SeriesData.Samples);
        var design = arms.Design;
        var finding = new Finding
        {
            Plan = plan,
            Baseline = Summary(arms.Baseline, design),
            Canary = Summary(arms.Canary, design),
            Warnings = arms.Warnings,
            Window = Times.Both(arms.BaselineWindow, arms.CanaryWindow),
            Span = Times.Width(arms.CanaryWindow),
        };

        if (Obstacles.Empty(arms.Baseline.Length, arms.Canary.Length) is { } empty)
        {
            return finding with { Obstacle = empty };
        }

        cancellation.ThrowIfCancellationRequested();
        var primary = Primary(plan, arms, endLevel, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var guards = TailGuards.InEffect(plan, Math.Max(arms.Baseline.Length, arms.Canary.Length) / design.Value);
        var smallest = SmallestPValue(plan, arms.Baseline.Length, arms.Canary.Length);
        return finding with
        {
            Primary = primary,
            Guards = TailGuards.Effects(plan, guards, (q, low, alternative) => QuantileEffect(arms, q, low, alternative, endLevel)),
            MinimumForPass = Math.Ceiling(TailGuards.MinimumForPass(guards) * design.Value),

            // Nobody asks what is needed when harm is ruled out already.
            NeededForPass = Harm.Of(plan.Direction, plan.Tolerance, plan.Margin, primary).IsRuledOut ? null : Needed(plan, arms, endLevel) * design.Value,
            SmallestPValue = design.PValue(Math.Min(1, smallest), Harmful.Alternative(plan.Direction)),
            Warnings = [.. arms.Warnings, .. SpreadWarning(arms)],
        };
    }

    /// <inheritdoc />
    public Finding CompareWithin(MetricPlan plan, IReadOnlyList<Stratum> strata, string noun, double endLevel, CancellationToken cancellation) =>
        WithinStrata.Compare(new SamplesWithin(), this, plan, strata, noun, endLevel, cancellation);

    private static ArmSummary Summary(double[] sorted, DesignEffect design) =>
        Summaries.OfValues(sorted) with { EffectiveCount = design.Counts ? sorted.Length / design.Value : null };

    private static Effect Primary(MetricPlan plan, SampleArms arms, double endLevel, CancellationToken cancellation)
    {
        double[] b = arms.Baseline, c = arms.Canary;
        switch (plan.Measure)
        {
            case Measure.Quantile quantile:
                var effect = TailGuards.Primary(plan, quantile.Q, (q, low, alternative) => QuantileEffect(arms, q, low, alternative, endLevel));
                return OfQuantile(plan) is { } test
                    ? effect with { PValue = arms.Design.PValue(test.Run(b, c, Harmful.Alternative(plan.Direction)).PValue, Harmful.Alternative(plan.Direction)), Method = test.Name }
                    : effect;
            case Measure.Mean:
                var (meanMethod, meanP) = Tested(plan, arms, "welch");
                var difference = Widened(arms, endLevel, level => Welch.Interval(b, c, level));
                var mean = Samples.Mean(b);
                Interval? share = mean > 0 ? new(1 + (difference.Estimate / mean), 1 + (difference.Lower / mean), 1 + (difference.Upper / mean)) : null;
                return Measured.Of("mean", mean, Samples.Mean(c), difference, share, meanP, meanMethod);
            default:
                var (method, p) = Tested(plan, arms, MannWhitneyExact.Applies(b, c) ? "mann-whitney-exact" : "mann-whitney");
                cancellation.ThrowIfCancellationRequested();
                var anySpread = method == "brunner-munzel";
                var shift = Widened(arms, endLevel, level => anySpread ? RobustShift.Difference(b, c, level, cancellation) : HodgesLehmann.Difference(b, c, level, cancellation));
                Interval? ratio = !IsPositive(b, c) ? null
                    : Widened(arms, endLevel, level => anySpread ? RobustShift.Ratio(b, c, level, cancellation) : HodgesLehmann.Ratio(b, c, level, cancellation));
                return Measured.Of("shift", Quantiles.Of(b, 0.5), Quantiles.Of(c, 0.5), shift, ratio, p, method);
        }
    }

    private static bool IsPositive(double[] sortedBaseline, double[] sortedCanary) => sortedBaseline[0] > 0 && sortedCanary[0] > 0;

    /// <summary>The p-value of the test that the policy names, else of the measure's own.</summary>
    private static (string Method, double P) Tested(MetricPlan plan, SampleArms arms, string own)
    {
        var name = plan.Policy.Method == TestMethods.Auto ? own : plan.Policy.Method;
        var alternative = Harmful.Alternative(plan.Direction);
        var result = TwoSampleTests.All.TryFind(name, out var test) && name != "mann-whitney"
            ? test.Run(arms.Baseline, arms.Canary, alternative)
            : MannWhitney.RunSorted(arms.Baseline, arms.Canary, alternative);
        return (name, arms.Design.PValue(result.PValue, alternative));
    }

    /// <summary>An interval of independent values, at the level that makes it as wide as one of these; without ends where none is.</summary>
    private static Interval Widened(SampleArms arms, double endLevel, Func<double, Interval> interval)
    {
        var level = arms.Design.EndLevel(endLevel);
        return level > 0 ? interval(level) : new(interval(endLevel).Estimate, double.NegativeInfinity, double.PositiveInfinity);
    }

    /// <summary>A quantile is tested by the counts beyond the pooled quantile, so no density has to be estimated.</summary>
    /// <param name="arms">The values.</param>
    /// <param name="q">The quantile.</param>
    /// <param name="low">Beyond means below.</param>
    /// <param name="alternative">Greater: the canary has more beyond.</param>
    /// <param name="endLevel">The chance that one end is wrong.</param>
    private static Effect QuantileEffect(SampleArms arms, double q, bool low, Alternative alternative, double endLevel)
    {
        double[] b = arms.Baseline, c = arms.Canary;
        var (beyondBaseline, beyondCanary) = arms.Beyond(q, low);
        return Measured.Of(
            new Measure.Quantile(q).ToString(),
            Quantiles.Of(b, q),
            Quantiles.Of(c, q),
            Widened(arms, endLevel, level => Quantiles.Difference(b, c, q, level)),
            IsPositive(b, c) ? Widened(arms, endLevel, level => Quantiles.Ratio(b, c, q, level)) : null,
            arms.Design.PValue(FisherExact.PValue(beyondBaseline, b.Length, beyondCanary, c.Length, alternative), alternative),
            "fisher-exact");
    }

    /// <summary>The canary values with which the margin would be ruled out if the canary were the baseline.</summary>
    private static double? Needed(MetricPlan plan, SampleArms arms, double endLevel)
    {
        double[] b = arms.Baseline, c = arms.Canary;
        if (b.Length < 10)
        {
            return null;
        }

        if (MarginMove.Superiority(plan, b, Quantiles.Of(b, 0.5)) is not { } theta)
        {
            return null;
        }

        var share = (double)c.Length / (b.Length + c.Length);
        var needed = SampleSize.Samples(theta, Gaussian.Critical(endLevel), share);
        return double.IsFinite(needed) ? needed : null;
    }

    /// <summary>What the test would give if all canary values were beyond all of the baseline's.</summary>
    private static double SmallestPValue(MetricPlan plan, int n, int m) =>
        OfQuantile(plan)?.SmallestPValue(n, m, Harmful.Alternative(plan.Direction))
            ?? (Separation.Chance(n, m) * (plan.Direction == Direction.Either ? 2 : 1));

    /// <summary>The test of the quantile itself, where the policy asks for it; null: the counts beyond the pooled one are tested.</summary>
    private static QuantileDifference? OfQuantile(MetricPlan plan) =>
        plan.Policy.Method != TestMethods.Auto && plan.Measure is Measure.Quantile quantile ? new(quantile.Q) : null;

    private static IEnumerable<Warning> SpreadWarning(SampleArms arms)
    {
        double[] b = arms.Baseline, c = arms.Canary;
        if (b.Length < 8 || c.Length < 8)
        {
            return [];
        }

        double ofBaseline = SpreadChange.MiddleHalf(b), ofCanary = SpreadChange.MiddleHalf(c);
        return SpreadChange.Of(
            ofBaseline, ofCanary, () => arms.Design.PValue(MannWhitney.RunSorted(SpreadChange.Distances(b), SpreadChange.Distances(c), Alternative.Different).PValue, Alternative.Different));
    }
}
