using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Judging.Stratifying;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Kinds;

/// <summary>Bucket counts, such as latency histograms: Mann-Whitney with ties by bucket, the shift read off inside the buckets, the tail as guards.</summary>
public sealed class HistogramKind : IMetricKind
{
    /// <inheritdoc />
    public string Name => "histogram";

    /// <inheritdoc />
    public IReadOnlyList<string> Measures { get; } = ["shift", "quantile"];

    /// <inheritdoc />
    public IReadOnlyList<Measure.Quantile> DefaultGuards => TailGuards.Defaults;

    /// <inheritdoc />
    public Finding Compare(MetricPlan plan, SeriesData? baseline, SeriesData? canary, double endLevel, CancellationToken cancellation)
    {
        var arms = BucketArms.Prepare(plan, baseline as SeriesData.Histograms, canary as SeriesData.Histograms);
        var finding = new Finding
        {
            Plan = plan,
            Baseline = arms.Baseline.Summary(),
            Canary = arms.Canary.Summary(),
            Warnings = arms.Warnings,
            Window = arms.Window,
            Span = Times.Width(arms.CanaryWindow),
        };
        if (arms.Obstacle is { } obstacle)
        {
            return finding with { Obstacle = obstacle };
        }

        cancellation.ThrowIfCancellationRequested();
        var guards = TailGuards.InEffect(plan, Math.Max(arms.Baseline.Total, arms.Canary.Total));
        var primary = plan.Measure is Measure.Quantile quantile ? TailGuards.Primary(plan, quantile.Q, Test) : Shift(plan, arms, endLevel);
        return Owning(finding with { Primary = primary }, arms.Baseline.Edges, (arms.Baseline.Counts, arms.Canary.Counts)) with
        {
            Guards = TailGuards.Effects(plan, guards, Test),
            MinimumForPass = TailGuards.MinimumForPass(guards),
        };

        Effect Test(double q, bool low, Alternative alternative) => QuantileEffect(arms, q, low, alternative, endLevel);
    }

    /// <inheritdoc />
    public Finding CompareWithin(MetricPlan plan, IReadOnlyList<Stratum> strata, string noun, double endLevel, CancellationToken cancellation) =>
        WithinStrata.Compare(new HistogramsWithin(), this, plan, strata, noun, endLevel, cancellation);

    /// <summary>The finding with a shift that owns up to a bucket that hides it.</summary>
    internal static Finding Owning(Finding finding, double[] edges, params IReadOnlyList<(double[] Baseline, double[] Canary)> strata)
    {
        if (finding.Plan.Measure is not Measure.Shift || WideBucket.Of(edges, strata) is not { } bucket)
        {
            return finding;
        }

        var isHidden = bucket.Hides(finding.Plan, finding.Primary!.Baseline ?? 0);
        return finding with
        {
            Primary = bucket.Widened(finding.Primary),
            IsTooCoarse = isHidden,
            Warnings = isHidden ? [.. finding.Warnings, bucket.Warning(finding.Plan)] : finding.Warnings,
        };
    }

    private static Effect Shift(MetricPlan plan, BucketArms arms, double endLevel)
    {
        double[] edges = arms.Baseline.Edges, b = arms.Baseline.Counts, c = arms.Canary.Counts;
        var z = HistogramShift.Z(edges, b, c, 1);
        double level = arms.Baseline.Quantile(0.5), critical = Gaussian.Critical(endLevel);
        var factor = edges[0] >= 0 ? HistogramShift.Factor(edges, b, c, critical) : (Interval?)null;
        var offset = factor is { } f ? new Interval((f.Estimate - 1) * level, (f.Lower - 1) * level, (f.Upper - 1) * level) : HistogramShift.Offset(edges, b, c, critical);
        return Measured.Of("shift", level, arms.Canary.Quantile(0.5), offset, factor, Harmful.PValue(plan.Direction, z, -z), "mann-whitney");
    }

    /// <summary>Tested by the counts beyond a bucket's bound, which are exact; the size is only known to the bucket's width.</summary>
    private static Effect QuantileEffect(BucketArms arms, double q, bool low, Alternative alternative, double endLevel)
    {
        var (beyondBaseline, beyondCanary) = arms.Beyond(q, low);
        var p = FisherExact.PValue((long)beyondBaseline, (long)arms.Baseline.Total, (long)beyondCanary, (long)arms.Canary.Total, alternative);
        return Between(q, arms.Baseline, arms.Canary, p, "fisher-exact", endLevel);
    }

    /// <summary>The arms' quantiles and their difference.</summary>
    internal static Effect Between(double q, Buckets baseline, Buckets canary, double p, string method, double endLevel)
    {
        var (b, c) = (baseline.QuantileInterval(q, endLevel), canary.QuantileInterval(q, endLevel));

        // Each arm's interval is rounded outwards to whole buckets, so the difference owns up to the buckets' width.
        var difference = new Interval(c.Estimate - b.Estimate, c.Lower - b.Upper, c.Upper - b.Lower);
        Interval? ratio = b.Estimate > 0 ? new(c.Estimate / b.Estimate, c.Lower / b.Upper, c.Upper / b.Lower) : null;
        return Measured.Of(new Measure.Quantile(q).ToString(), b.Estimate, c.Estimate, difference, ratio, p, method);
    }
}
