using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;
using Samples = CanaryJudge.Statistics.Samples;

namespace CanaryJudge.Judging.Anomalies;

/// <summary>A change of one arm's level.</summary>
/// <param name="Index">The position of the first value after it.</param>
/// <param name="Z">The standardised Mann-Whitney statistic of the segments next to it.</param>
/// <param name="Delta">Cliff's delta of after over before.</param>
/// <param name="Before">The median of the segment before.</param>
/// <param name="After">The median of the segment after.</param>
internal sealed record LevelChange(int Index, double Z, double Delta, double Before, double After)
{
    /// <summary>Large enough to be worth telling of.</summary>
    public bool IsMedium => Math.Abs(Delta) >= Course.MediumDelta;

    /// <summary>As it is told.</summary>
    /// <param name="kind">What sort of finding it is.</param>
    /// <param name="arm">Whose level it is.</param>
    /// <param name="times">The metric over time.</param>
    /// <param name="drifts">Whether the arm wanders, so that the time is no sharp one.</param>
    public Anomaly ToAnomaly(AnomalyKind kind, Arm arm, MetricTimes times, bool drifts)
    {
        var series = arm == Arm.Baseline ? times.Baseline : times.Canary;
        var anomaly = new Anomaly
        {
            Kind = kind,
            Arm = arm,
            From = series.Time(Index),
            Step = times.Step(series, Index),
            Statistic = Z,
            Effect = Delta,
            Before = Before,
            After = After,
            Drift = drifts,
        };
        return anomaly with { Text = AnomalyWords.Of(times, anomaly, Index) };
    }

    /// <summary>The changes of an arm.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="thinned">Its values, thinned to what the partition bears.</param>
    /// <param name="changes">The partition's change points.</param>
    public static LevelChange[] Of(Timeline arm, double[] thinned, int[] changes) => [.. changes.Select((at, i) =>
    {
        var (from, to) = (i == 0 ? 0 : changes[i - 1], i == changes.Length - 1 ? thinned.Length : changes[i + 1]);
        double[] before = Samples.Sorted(thinned.AsSpan(from..at)), after = Samples.Sorted(thinned.AsSpan(at..to));
        return new LevelChange(
            RankPartition.Start(at, arm.Count, thinned.Length),
            RankPartition.Z(thinned.AsSpan(from..to), at - from),
            Course.Delta(before, after),
            Samples.Median(before),
            Samples.Median(after));
    })];
}
