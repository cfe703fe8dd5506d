using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources;

/// <summary>Where the reading of a source begins.</summary>
/// <param name="Policy">The policy that the data are for; it says the kinds of metrics where the source does not.</param>
/// <param name="IntervalsFrom">Interval data are read from this time on. Unix nanoseconds.</param>
public sealed record SourceStart(Policy Policy, long IntervalsFrom)
{
    /// <summary>Raw observations are read only if they are newer: the newest time that the analysis has. Unix nanoseconds.</summary>
    /// <value>The default: just before <see cref="IntervalsFrom"/>.</value>
    public long SamplesAfter { get; init; } = IntervalsFrom - 1;

    /// <summary>The clock that says which intervals are over, and by which pauses are made.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
