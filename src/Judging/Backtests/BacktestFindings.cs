using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Backtests;

/// <summary>What a backtest found besides the verdicts on pairs. Empty lists: the folder holds nothing of that sort.</summary>
/// <param name="Pairs">Rules on plain faults and healthy pairs side by side.</param>
/// <param name="Courses">Courses put together from the pairs' values.</param>
/// <param name="Series">Rules on single series.</param>
/// <param name="SeriesCount">How many single series.</param>
/// <param name="Tables">Rules on tables of many metrics.</param>
/// <param name="TableCount">How many tables.</param>
public sealed record BacktestFindings(
    IReadOnlyList<Detections> Pairs,
    IReadOnlyList<CourseTrial.Named> Courses,
    IReadOnlyList<Detections> Series,
    int SeriesCount,
    IReadOnlyList<Detections> Tables,
    int TableCount)
{
    /// <summary>How many canaries of a truth got their right name, and how many there are.</summary>
    /// <param name="truth">How they were put together.</param>
    public (int Right, int All) Named(CourseName truth) => (Courses.Count(c => c.Truth == truth && c.Name == truth), Courses.Count(c => c.Truth == truth));

    /// <summary>The median distance of a found change from the true one, in values, and in how many of the onsets one was found.</summary>
    public (int? Distance, int Found, int All) Changes()
    {
        int[] missed = [.. Courses.Select(c => c.Missed).OfType<int>().Order()];
        return (missed.Length == 0 ? null : missed[missed.Length / 2], missed.Length, Named(CourseName.Onset).All);
    }

    /// <summary>Adds up counts by rule, in the order of the first.</summary>
    /// <param name="counts">Counts of the same rules in the same order.</param>
    public static IReadOnlyList<Detections> Sum(IEnumerable<IReadOnlyList<Detections>> counts) =>
        counts.Aggregate((IReadOnlyList<Detections>)[], (sum, next) => sum.Count == 0 ? next : [.. sum.Zip(next, Detections.Together)]);
}
