using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>One closed bucket of one metric, or a stratum of it: what both arms had in [Start, End). Nothing is ever added to it.</summary>
/// <param name="Start">The bucket's beginning, Unix nanoseconds.</param>
/// <param name="End">Its end, Unix nanoseconds; more than <paramref name="Start"/>.</param>
/// <param name="Epoch">The step in force; 0 before any.</param>
/// <param name="Baseline">Interval data: one row. Samples: all values, in order of time, then value. Null: none.</param>
/// <param name="Canary">The canary's, likewise; null: none.</param>
public sealed record ClosedBucket(long Start, long End, int Epoch, SeriesData? Baseline, SeriesData? Canary)
{
    /// <summary>The part of the traffic that the data are of, such as <c>eu</c>; empty: all of it.</summary>
    public string Stratum { get; init; } = "";
}
