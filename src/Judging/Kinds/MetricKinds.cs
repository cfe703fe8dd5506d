using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Kinds;

/// <summary>All metric kinds by name.</summary>
public static class MetricKinds
{
    /// <summary>The catalog.</summary>
    public static Catalog<IMetricKind> All { get; } = new(new SamplesKind(), new PointsKind(), new RatioKind(), new CountKind(), new HistogramKind());
}
