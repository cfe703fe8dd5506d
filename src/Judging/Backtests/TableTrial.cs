using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Backtests;

/// <summary>What a joint guard adds on tables of many metrics: three minutes against ninety clean ones.</summary>
/// <remarks>
/// Faulty canaries are the first three minutes of each fault, healthy ones three minutes of every half hour of the quiet time. The baseline are the
/// ninety clean minutes before them, or where a fault comes too early the first ninety after it. Each metric is
/// judged in both directions with defaults: of what is normal nothing is said.
/// </remarks>
public static class TableTrial
{
    private const int Baseline = 90;
    private const int Canary = 3;
    private const int Stride = 30;

    /// <summary>Tries every rule on one table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="detectors">The detectors by name.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>One count per rule, always the same rules in the same order.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyList<Detections> Of(LabelledTable table, Catalog<IAnomalyDetector> detectors, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        int[][] faulty = [.. Starts(table).Select(i => Window(table, i, wanted: 1)).OfType<int[]>()];
        int[][] healthy = [.. Quiet(table).Select(i => Window(table, i, wanted: 0)).OfType<int[]>()];
        return
        [
            .. new (string Name, Func<Snapshot, bool> Alarms)[]
            {
                ("judge, joint: off", s => Fails(s, new(JointMode.Off))),
                ("judge, joint: guard", s => Fails(s, new(JointMode.Guard))),
                ("judge, joint: guard, pca", s => Fails(s, new(JointMode.Guard, JointPolicy.Pca))),
                ("kayenta", s => Judge.Decide(Policy(new()) with { Compatibility = Compatibility.Kayenta }, s, 0, detectors, cancellation).Verdict == Verdict.Fail),
                (ThreeSigma.Name, s => table.Metrics.Any(m => ThreeSigma.Alarms(s, m, Direction.Either))),
            }.Select(rule => new Detections(rule.Name, Count(faulty, rule.Alarms), faulty.Length, Count(healthy, rule.Alarms), healthy.Length)),
        ];

        int Count(int[][] windows, Func<Snapshot, bool> alarms) => windows.Count(w => alarms(Snapshot(table, w)));

        bool Fails(Snapshot snapshot, JointPolicy joint) => Judge.Decide(Policy(joint), snapshot, 0, detectors, cancellation).Verdict == Verdict.Fail;

        Policy Policy(JointPolicy joint) => new() { Joint = joint, Metrics = [.. table.Metrics.Select(m => new MetricPolicy { Name = m, Kind = "points", Direction = Direction.Either })] };
    }

    private static IEnumerable<int> Starts(LabelledTable table) =>
        Enumerable.Range(0, table.Labels.Length).Where(i => table.Labels[i] == 1 && (i == 0 || table.Labels[i - 1] != 1));

    private static IEnumerable<int> Quiet(LabelledTable table)
    {
        var first = table.QuietFrom is { } from ? Array.FindIndex(table.At, t => t >= from) : -1;
        return first < 0 ? [] : Enumerable.Range(0, table.At.Length).Where(i => i >= first + Baseline && (i - first) % Stride == 0);
    }

    /// <summary>Ninety clean rows, oldest first, then the canary's; null where there are too few of either.</summary>
    private static int[]? Window(LabelledTable table, int start, int wanted)
    {
        int[] canary = [.. Enumerable.Range(start, Canary).TakeWhile(i => i < table.Labels.Length && table.Labels[i] == wanted)];
        int[] before = [.. Enumerable.Range(0, start).Reverse().Where(i => table.Labels[i] == 0).Take(Baseline).Reverse()];
        int[] clean = before.Length == Baseline ? before : [.. Enumerable.Range(start, table.Labels.Length - start).Where(i => table.Labels[i] == 0).Take(Baseline)];
        return canary.Length == Canary && clean.Length == Baseline ? [.. clean, .. canary] : null;
    }

    private static Snapshot Snapshot(LabelledTable table, int[] window) => new([.. table.Metrics.SelectMany((metric, j) => new[] { Arm.Baseline, Arm.Canary }.Select(arm =>
    {
        var rows = arm == Arm.Baseline ? window[..Baseline] : window[Baseline..];
        return new Series(metric, arm, Series.NoLabels, new SeriesData.Points(TimeSpan.FromMinutes(1), [.. rows.Select(i => table.At[i])], [.. rows.Select(i => table.Rows[i][j])]));
    }))]);
}
