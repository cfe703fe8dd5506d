namespace CanaryJudge.Judging.Analyses;

/// <summary>Which look of an analysis is made.</summary>
/// <param name="Number">From 1; 0 when an analysis ends before any.</param>
/// <param name="Until">The end of the newest closed bucket, Unix nanoseconds.</param>
/// <param name="Epoch">The step in force at that time; 0 before any.</param>
/// <param name="Elapsed">From the first data to <paramref name="Until"/>, nanoseconds; at least 0.</param>
/// <param name="Planned">How many of the planned looks are due by now; 0 without planned looks.</param>
/// <param name="IsLast">No look follows: the run is at its maximum, its last planned look, or was finished.</param>
public sealed record LookMoment(long Number, long Until, int Epoch, long Elapsed, int Planned, bool IsLast);
