namespace CanaryJudge.Judging.Analyses.Evidence;

/// <summary>Watches whose evidence may be looked at after every bucket: the sequential tests, by kind of metric.</summary>
public sealed class SequentialWatches : IMetricWatches
{
    /// <inheritdoc />
    public int Version => 4;

    /// <inheritdoc />
    public IMetricWatch Start(MetricWatchPlan plan) => new SequentialWatch(plan);

    /// <inheritdoc />
    public IMetricWatch Read(MetricWatchPlan plan, ReadOnlySpan<byte> state)
    {
        var watch = new SequentialWatch(plan);
        PartState.Read(state, watch);
        return watch;
    }
}
