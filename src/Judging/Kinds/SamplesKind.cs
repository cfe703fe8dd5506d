using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics;
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
        var finding = new Finding
        {
            Plan = plan,
            Baseline = Summaries.OfValues(arms.Baseline),
            Canary = Summaries.OfValues(arms.Canary),
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
        var guards = TailGuards.InEffect(plan, Math.Max(arms.Baseline.Length, arms.Canary.Length));
        return finding with
        {
            Primary = primary,
            Guards = TailGuards.Effects(plan, guards, (q, low, alternative) => QuantileEffect(arms, q, low, alternative, endLevel)),
            MinimumForPass = TailGuards.MinimumForPass(guards),
            NeededForPass = Needed(plan, arms, endLevel),
            SmallestPValue = SmallestPValue(plan, arms.Baseline.Length, arms.Canary.Length),
            Warnings = [.. arms.Warnings, .. SpreadWarning(arms)],
        };
    }

    private static Effect Primary(MetricPlan plan, SampleArms arms, double endLevel, CancellationToken cancellation)
    {
        double[] b = arms.Baseline, c = arms.Canary;
        switch (plan.Measure)
        {
            case Measure.Quantile quantile:
                var effect = TailGuards.Primary(plan, quantile.Q, (q, low, alternative) => QuantileEffect(arms, q, low, alternative, endLevel));
                return OfQuantile(plan) is { } test
                    ? effect with { PValue = test.Run(b, c, Harmful.Alternative(plan.Direction)).PValue, Method = test.Name }
                    : effect;
            case Measure.Mean:
                var (meanMethod, meanP) = Tested(plan, b, c, "welch");
                var difference = Welch.Interval(b, c, endLevel);
                var mean = Samples.Mean(b);
                Interval? share = mean > 0 ? new(1 + (difference.Estimate / mean), 1 + (difference.Lower / mean), 1 + (difference.Upper / mean)) : null;
                return Measured.Of("mean", mean, Samples.Mean(c), difference, share, meanP, meanMethod);
            default:
                var (method, p) = Tested(plan, b, c, MannWhitneyExact.Applies(b, c) ? "mann-whitney-exact" : "mann-whitney");
                cancellation.ThrowIfCancellationRequested();
                var anySpread = method == "brunner-munzel";
                var shift = anySpread ? RobustShift.Difference(b, c, endLevel, cancellation) : HodgesLehmann.Difference(b, c, endLevel, cancellation);
                Interval? ratio = !IsPositive(b, c) ? null
                    : anySpread ? RobustShift.Ratio(b, c, endLevel, cancellation)
                    : HodgesLehmann.Ratio(b, c, endLevel, cancellation);
                return Measured.Of("shift", Quantiles.Of(b, 0.5), Quantiles.Of(c, 0.5), shift, ratio, p, method);
        }
    }

    private static bool IsPositive(double[] sortedBaseline, double[] sortedCanary) => sortedBaseline[0] > 0 && sortedCanary[0] > 0;

    /// <summary>The p-value of the test that the policy names, else of the measure's own.</summary>
    private static (string Method, double P) Tested(MetricPlan plan, double[] sortedBaseline, double[] sortedCanary, string own)
    {
        var name = plan.Policy.Method == TestMethods.Auto ? own : plan.Policy.Method;
        var alternative = Harmful.Alternative(plan.Direction);
        return TwoSampleTests.All.TryFind(name, out var test) && name != "mann-whitney"
            ? (name, test.Run(sortedBaseline, sortedCanary, alternative).PValue)
            : (name, MannWhitney.RunSorted(sortedBaseline, sortedCanary, alternative).PValue);
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
        var threshold = Quantiles.Of(arms.Pooled, q);
        long beyondBaseline = low ? CountBelow(b, threshold) : b.Length - CountUpTo(b, threshold);
        long beyondCanary = low ? CountBelow(c, threshold) : c.Length - CountUpTo(c, threshold);
        return Measured.Of(
            new Measure.Quantile(q).ToString(),
            Quantiles.Of(b, q),
            Quantiles.Of(c, q),
            Quantiles.Difference(b, c, q, endLevel),
            IsPositive(b, c) ? Quantiles.Ratio(b, c, q, endLevel) : null,
            FisherExact.PValue(beyondBaseline, b.Length, beyondCanary, c.Length, alternative),
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

        var level = Quantiles.Of(b, 0.5);
        var margin = plan.Margin.At(level);
        if (!(margin > 0))
        {
            return null;
        }

        // The baseline against itself, moved by the margin: a factor when the margin is relative, an addend when it is not.
        var factor = b[0] > 0 && plan.Margin.Relative * Math.Abs(level) >= (plan.Margin.Absolute ?? 0) ? 1 + plan.Margin.Relative : null;
        double[] moved = [.. b.Select(v => factor is { } f ? v * f : v + margin)];
        var theta = MannWhitney.RunSorted(b, moved, Alternative.Different).Superiority;
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
            yield break;
        }

        // Mann-Whitney on the distances from the own median: a rank form of the Brown-Forsythe test.
        var p = new MannWhitney().Run(Distances(b), Distances(c), Alternative.Different).PValue;
        double spreadOfBaseline = Quantiles.Of(b, 0.75) - Quantiles.Of(b, 0.25), spreadOfCanary = Quantiles.Of(c, 0.75) - Quantiles.Of(c, 0.25);
        if (p < 0.01 && Math.Max(spreadOfBaseline, spreadOfCanary) > 1.5 * Math.Min(spreadOfBaseline, spreadOfCanary))
        {
            var way = spreadOfCanary < spreadOfBaseline ? "narrower" : "wider";
            yield return new(
                WarningCode.SpreadChanged,
                $"The canary's values spread {way}: the middle half spans {Reports.Numbers.Value(spreadOfBaseline)} in the baseline, {Reports.Numbers.Value(spreadOfCanary)} in the canary.");
        }
    }

    private static double[] Distances(double[] sorted)
    {
        var median = Quantiles.Of(sorted, 0.5);
        return [.. sorted.Select(v => Math.Abs(v - median))];
    }

    private static int CountBelow(double[] sorted, double threshold)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = sorted[middle] < threshold ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static int CountUpTo(double[] sorted, double threshold) => CountBelow(sorted, Math.BitIncrement(threshold));
}
