using CanaryJudge.Judging.Analyses.Evidence;

namespace CanaryJudge.Judging.Analyses;

/// <summary>The watches that this version judges analyses with.</summary>
public static class MetricWatches
{
    /// <summary>One for every kind of metric.</summary>
    public static IMetricWatches Default { get; } = new SequentialWatches();
}
