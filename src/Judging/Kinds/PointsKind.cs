using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Judging.Stratifying;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.Planning;
using CanaryJudge.Statistics.Sequential;
using CanaryJudge.Statistics.Special;
using Samples = CanaryJudge.Statistics.Samples;

namespace CanaryJudge.Judging.Kinds;

/// <summary>One number per interval: paired by time, with neighbours that are alike counted as fewer.</summary>
/// <remarks>
/// With at least 8 common intervals the arms are paired: the logarithms' difference where every value is positive, ranks where one is not.
/// With fewer the arms come from different times and are compared by ranks, unpaired, each with its own effective size.
/// </remarks>
public sealed class PointsKind : IMetricKind
{
    /// <summary>Fewer common intervals are not compared in pairs.</summary>
    internal const int FewestPairs = 8;

    /// <summary>Fewer values in the shorter arm are not compared at all.</summary>
    private const int FewestInShorter = 3;

    /// <summary>From here on the coarse scale takes part.</summary>
    private const int TwoScalesFrom = 20;

    /// <summary>With fewer effective values the error rates are approximate.</summary>
    private const double FewEffective = 10;

    /// <inheritdoc />
    public string Name => "points";

    /// <inheritdoc />
    public IReadOnlyList<string> Measures { get; } = ["shift", "mean"];

    /// <inheritdoc />
    public IReadOnlyList<Measure.Quantile> DefaultGuards => [];

    /// <inheritdoc />
    public Finding Compare(MetricPlan plan, SeriesData? baseline, SeriesData? canary, double endLevel, CancellationToken cancellation)
    {
        var arms = PointArms.Prepare(plan, baseline as SeriesData.Points, canary as SeriesData.Points);
        var finding = new Finding
        {
            Plan = plan,
            Baseline = Summaries.OfValues(Samples.Sorted(arms.Baseline.Values)),
            Canary = Summaries.OfValues(Samples.Sorted(arms.Canary.Values)),
            Warnings = arms.Warnings,
            Window = arms.Window,
            Span = Times.Width(arms.CanaryWindow) is { } width ? width + TimeSpan.FromTicks(arms.Width / 100) : null,
            MinimumForPass = FewestPairs,
        };
        if (arms.Obstacle is { } obstacle)
        {
            return finding with { Obstacle = obstacle };
        }

        cancellation.ThrowIfCancellationRequested();
        if (plan.Ceiling is not { } ceiling)
        {
            return Compare(finding, arms, endLevel, cancellation);
        }

        // A share near its ceiling is judged by what is lacking, so that 100 -> 95 reads as many times the failures.
        var lacking = arms.Lacking(ceiling);
        return Complement.Back(Compare(Complement.Of(finding, lacking.Baseline.Values), lacking, endLevel, cancellation), ceiling);
    }

    /// <inheritdoc />
    public Finding CompareWithin(MetricPlan plan, IReadOnlyList<Stratum> strata, string noun, double endLevel, CancellationToken cancellation) =>
        WithinStrata.Compare(new PointsWithin(), this, plan, strata, noun, endLevel, cancellation);

    private static Finding Compare(Finding finding, PointArms arms, double endLevel, CancellationToken cancellation)
    {
        var (buckets, b, c) = Grid.Pairs(arms.Baseline, arms.Canary);
        return b.Length >= FewestPairs
            ? Paired(finding, new PairedStrata([new(buckets, b, c)]), endLevel)
            : Unpaired(finding, arms, Samples.Sorted(arms.Baseline.Values), Samples.Sorted(arms.Canary.Values), b.Length, endLevel, cancellation);
    }

    /// <summary>Compares pairs, of one stratum or of several.</summary>
    internal static Finding Paired(Finding finding, PairedStrata strata, double endLevel)
    {
        double[] b = strata.Baseline, c = strata.Canary;
        var isMean = finding.Plan.Measure is Measure.Mean;
        var positive = finding.Plan.Measure is Measure.Shift && Array.TrueForAll(b, v => v > 0) && Array.TrueForAll(c, v => v > 0);
        var series = strata.Series(positive ? PairedSeries.LogRatio : Differences);
        var n = series.Length;
        var look = PairedSeries.Look(series, strict: true, twoScales: n >= TwoScalesFrom);
        var correlation = look.Fine.LagOne;
        if (look.IsConstant && look.Mean != 0)
        {
            return finding with { Obstacle = Constant(b, c) };
        }

        // The mean test works on the differences themselves; everything else that is not positive on ranks.
        var tested = positive || isMean ? look : PairedSeries.Look(strata.Series(PairedSeries.RankDifference), strict: true, twoScales: n >= TwoScalesFrom);
        var (harmZ, acceptZ) = tested.Zs(0);
        var p = look.IsConstant ? 1 : Harmful.PValue(finding.Plan.Direction, harmZ, acceptZ);
        double level = isMean ? Samples.Mean(b) : Samples.MedianOf(b), ofCanary = isMean ? Samples.Mean(c) : Samples.MedianOf(c);
        var interval = look.IsConstant ? new Interval(0, 0, 0) : look.Interval(Gaussian.Critical(endLevel));
        var method = (strata.Count > 1 ? "stratified-" : "") + (positive ? "paired-log-ratio" : isMean ? "paired-mean" : "paired-ranks");
        var primary = Effect(finding.Plan, level, ofCanary, interval, positive, p, method);
        return finding with
        {
            Primary = primary,

            // Nobody asks what is needed when harm is ruled out already.
            NeededForPass = Harm.Of(finding.Plan.Direction, finding.Plan.Tolerance, finding.Plan.Margin, primary).IsRuledOut ? null : Needed(finding.Plan, look, correlation, level, positive, endLevel),
            Baseline = finding.Baseline! with { EffectiveCount = look.EffectiveSize },
            Canary = finding.Canary! with { EffectiveCount = look.EffectiveSize },
            Warnings = [.. finding.Warnings, .. Notes(look, correlation)],
        };
    }

    private static Finding Unpaired(Finding finding, PointArms arms, double[] b, double[] c, int common, double endLevel, CancellationToken cancellation)
    {
        if (Math.Max(b.Length, c.Length) < FewestPairs || Math.Min(b.Length, c.Length) < FewestInShorter)
        {
            return finding with
            {
                Obstacle = new(ReasonCode.NotEnoughData, $"Too few points: the arms have {common} intervals in common; {FewestPairs} are needed to compare them."),
                NeededForPass = FewestPairs,
            };
        }

        if (b[0].Equals(b[^1]) && c[0].Equals(c[^1]) && !b[0].Equals(c[0]))
        {
            return finding with { Obstacle = Constant(b, c) };
        }

        var ranks = UnpairedRanks.Look(arms.Baseline.Values, arms.Canary.Values);
        var p = Harmful.PValue(finding.Plan.Direction, ranks.Z, -ranks.Z);

        // The interval of independent values, widened as the test's variance is.
        var widening = Math.Sqrt(((1 / ranks.BaselineEffectiveSize) + (1 / ranks.CanaryEffectiveSize)) / ((1.0 / b.Length) + (1.0 / c.Length)));
        var level = Gaussian.Above(StudentNormal.CriticalT(Gaussian.Critical(endLevel), ranks.DegreesOfFreedom) * widening);
        var shift = HodgesLehmann.Difference(b, c, level, cancellation);
        Interval? ratio = b[0] > 0 && c[0] > 0 ? HodgesLehmann.Ratio(b, c, level, cancellation) : null;
        return finding with
        {
            Primary = Measured.Of("shift", Quantiles.Of(b, 0.5), Quantiles.Of(c, 0.5), shift, ratio, p, "unpaired-ranks"),
            Baseline = finding.Baseline! with { EffectiveCount = ranks.BaselineEffectiveSize },
            Canary = finding.Canary! with { EffectiveCount = ranks.CanaryEffectiveSize },
            Warnings =
            [
                .. finding.Warnings, Obstacles.DifferentTimes, .. Few(Math.Min(ranks.BaselineEffectiveSize, ranks.CanaryEffectiveSize)),
            ],
        };
    }

    private static Effect Effect(MetricPlan plan, double level, double canary, Interval interval, bool relative, double p, string method)
    {
        Interval Each(Func<double, double> form) => new(form(interval.Estimate), form(interval.Lower), form(interval.Upper));
        return relative
            ? Measured.Of(plan.Measure.ToString()!, level, canary, Each(log => (Math.Exp(log) - 1) * level), Each(Math.Exp), p, method)
            : Measured.Of(plan.Measure.ToString()!, level, canary, interval, level > 0 ? Each(change => 1 + (change / level)) : null, p, method);
    }

    private static double? Needed(MetricPlan plan, PairedLook look, double correlation, double level, bool relative, double endLevel)
    {
        if (look.IsConstant)
        {
            return null;
        }

        var margin = plan.Margin.At(level);
        var share = relative && level > 0 ? margin / level : 0;
        var gap = relative ? (plan.Direction == Direction.Decrease ? -Math.Log(Math.Max(1 - share, 1e-3)) : Math.Log(1 + share)) : margin;
        if (!(gap > 0))
        {
            return null;
        }

        // Values that resemble each other lie closer to their own mean than to the true one, by one independent value's worth.
        var spread = look.StandardError * look.EffectiveSize / Math.Sqrt(look.EffectiveSize - 1);
        var needed = SampleSize.PointsOfOneLook(gap, spread, Autocorrelation.Corrected(correlation, look.N), Gaussian.Critical(endLevel));
        return double.IsFinite(needed) ? Math.Max(needed, FewestPairs) : null;
    }

    private static IEnumerable<Warning> Notes(PairedLook look, double correlation)
    {
        if (look.IsConstant)
        {
            yield return new(WarningCode.ZeroVariance, "Both arms have the same value in every interval.");
            yield break;
        }

        // Correlation that chance would not give: two standard errors of the lag-one autocorrelation of independent values.
        if (correlation > 2 / Math.Sqrt(look.N))
        {
            yield return new(WarningCode.DependentValues, $"Neighbouring points are alike: {look.N} pairs count as {look.EffectiveSize:0}.");
        }

        foreach (var few in Few(look.EffectiveSize))
        {
            yield return few;
        }
    }

    private static IEnumerable<Warning> Few(double effective) => effective < FewEffective
        ? [new(WarningCode.FewEffectiveValues, $"Worth about {effective:0} independent values: the error rates are approximate.")]
        : [];

    private static Obstacle Constant(double[] b, double[] c) => new(
        ReasonCode.ZeroVariance,
        b[0].Equals(b[^1]) && c[0].Equals(c[^1])
            ? $"The baseline is {Reports.Numbers.Value(b[0])} and the canary {Reports.Numbers.Value(c[0])} in every interval: without any noise there is nothing to test the difference against."
            : "The arms differ by the same amount in every interval: without any noise there is nothing to test the difference against.");

    internal static double[] Differences(ReadOnlySpan<double> b, ReadOnlySpan<double> c)
    {
        var differences = new double[c.Length];
        for (var i = 0; i < c.Length; i++)
        {
            differences[i] = c[i] - b[i];
        }

        return differences;
    }
}
