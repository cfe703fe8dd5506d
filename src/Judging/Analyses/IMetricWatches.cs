namespace CanaryJudge.Judging.Analyses;

/// <summary>Makes the watches of an analysis, by the kind of their metric.</summary>
public interface IMetricWatches
{
    /// <summary>The version of the bytes that watches write; other versions are not read, the log is replayed instead.</summary>
    int Version { get; }

    /// <summary>A watch that has seen nothing.</summary>
    /// <param name="plan">What it watches.</param>
    IMetricWatch Start(MetricWatchPlan plan);

    /// <summary>A watch as it was when it wrote its state.</summary>
    /// <param name="plan">What it watches: the plan it was started with.</param>
    /// <param name="state">What it wrote.</param>
    /// <exception cref="DamagedStateException">The bytes are not what a watch of this version writes.</exception>
    IMetricWatch Read(MetricWatchPlan plan, ReadOnlySpan<byte> state);
}
