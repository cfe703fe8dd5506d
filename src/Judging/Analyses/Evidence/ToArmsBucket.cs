using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Judging.Analyses.Evidence;

/// <summary>A closed bucket as the sequential tests take it.</summary>
internal static class ToArmsBucket
{
    /// <summary>The numbers of both arms; an arm without data has none.</summary>
    /// <param name="plan">The metric: shares near their ceiling become what they lack.</param>
    /// <param name="bucket">What both arms had.</param>
    /// <param name="known">Whether both arms have had data of this stratum, so that a point that is not there is missing.</param>
    public static ArmsBucket Of(MetricPlan plan, ClosedBucket bucket, bool known)
    {
        var filled = known && plan.Policy.Missing == Missing.Zero ? 0 : double.NaN;
        ArmsBucket arms = (bucket.Baseline ?? bucket.Canary) switch
        {
            SeriesData.Samples => Samples(bucket.Baseline as SeriesData.Samples, bucket.Canary as SeriesData.Samples),
            SeriesData.Points => new ArmsBucket.Points(Point(plan, bucket.Baseline, filled), Point(plan, bucket.Canary, filled)),
            SeriesData.Ratios => Events(bucket.Baseline as SeriesData.Ratios, bucket.Canary as SeriesData.Ratios),
            SeriesData.Counts => Events(bucket.Baseline as SeriesData.Counts, bucket.Canary as SeriesData.Counts),
            SeriesData.Histograms => Histogram(bucket.Baseline as SeriesData.Histograms, bucket.Canary as SeriesData.Histograms),
            _ => throw new ArgumentException("A closed bucket has data in at least one arm.", nameof(bucket)),
        };
        return arms with { Epoch = bucket.Epoch, Stratum = bucket.Stratum };
    }

    private static ArmsBucket.Samples Samples(SeriesData.Samples? b, SeriesData.Samples? c) => new(b?.Values, c?.Values)
    {
        BaselineKeys = b?.Clusters,
        CanaryKeys = c?.Clusters,
    };

    private static double Point(MetricPlan plan, SeriesData? data, double filled)
    {
        var value = (data as SeriesData.Points)?.Values[0] ?? filled;
        return plan.Ceiling is { } ceiling ? ceiling - value : value;
    }

    private static ArmsBucket.Events Events(SeriesData.Ratios? b, SeriesData.Ratios? c) =>
        new(new(b?.Totals[0] ?? 0, b?.Events[0] ?? 0, c?.Totals[0] ?? 0, c?.Events[0] ?? 0));

    private static ArmsBucket.Events Events(SeriesData.Counts? b, SeriesData.Counts? c) =>
        new(new(b?.Exposures[0] ?? 0, b?.Events[0] ?? 0, c?.Exposures[0] ?? 0, c?.Events[0] ?? 0));

    private static ArmsBucket.Histogram Histogram(SeriesData.Histograms? b, SeriesData.Histograms? c)
    {
        // All histograms of a metric have the same bounds: rows with others are refused when they come.
        var bounds = (b ?? c)!.UpperBounds;
        return new([BucketArms.FirstEdge(bounds), .. bounds], b?.Rows[0] ?? new double[bounds.Length], c?.Rows[0] ?? new double[bounds.Length]);
    }
}
