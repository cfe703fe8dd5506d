using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Anomalies;

/// <summary>Whether the metrics misbehave together though none stands out.</summary>
/// <remarks>Metrics of kind points, ratio and histogram take part, the last by its p50 and p99; raw observations and counts have no value per interval.</remarks>
internal static class JointCheck
{
    /// <summary>Without a guard's share a joint anomaly is told of at this level.</summary>
    private const double WarnLevel = 0.01;

    private const int MostPoints = 5;
    private const int MostNames = 3;
    private const double Tail = 0.99;

    /// <summary>Whether metrics of a kind take part.</summary>
    public static bool TakesPart(string kind) => kind is "points" or "ratio" or "histogram";

    /// <summary>Runs the check, without its level.</summary>
    /// <param name="policy">Whether and how.</param>
    /// <param name="metrics">All metrics that are not muted, over time.</param>
    /// <param name="detectors">The detectors by name.</param>
    /// <param name="cancellation">Ends long computations.</param>
    /// <returns>Null when switched off, and as a warning with fewer than two metrics.</returns>
    /// <exception cref="ArgumentException">The policy names a detector that is not among those.</exception>
    public static JointJudgement? Run(JointPolicy policy, IReadOnlyList<MetricTimes> metrics, Catalog<IAnomalyDetector> detectors, CancellationToken cancellation)
    {
        if (policy.Mode == JointMode.Off)
        {
            return null;
        }

        if (!detectors.TryFind(policy.Method, out var detector))
        {
            throw new ArgumentException($"Unknown joint method '{policy.Method}'. Known: {string.Join(", ", detectors.Names)}.", nameof(policy));
        }

        // By name, so that the order in which metrics are listed changes no digit.
        var columns = metrics.Where(m => TakesPart(m.Plan.Kind) && m.Baseline.Count > 0 && m.Canary.Count > 0)
            .OrderBy(m => m.Plan.Name, StringComparer.Ordinal).SelectMany(Columns).ToArray();
        var judgement = new JointJudgement { Method = detector.Name, Guard = policy.Mode == JointMode.Guard };
        if (columns.Length < JointTest.FewestMetrics)
        {
            return judgement.Guard ? judgement with { Skipped = "Fewer than two metrics of kind points, ratio or histogram have data in both arms." } : null;
        }

        var width = Math.Max(1, columns.Max(c => Math.Max(c.Baseline.Interval, c.Canary.Interval)));
        JointTable baseline = JointTable.Of([.. columns.Select(c => c.Baseline)], width), canary = JointTable.Of([.. columns.Select(c => c.Canary)], width);
        judgement = judgement with { CanaryRows = canary.Rows.Length, DroppedRows = baseline.Dropped + canary.Dropped };
        var needed = JointTest.FewestRows(columns.Length);
        if (baseline.Rows.Length < needed || canary.Rows.Length == 0)
        {
            return judgement with
            {
                Skipped = $"{Numbers.Count(baseline.Rows.Length)} baseline and {Numbers.Count(canary.Rows.Length)} canary intervals have a value of all metrics; {Numbers.Count(needed)} and 1 are needed.",
            };
        }

        return JointTest.Run(detector, baseline.Rows, canary.Rows, cancellation) is { } finding
            ? Filled(judgement, finding, columns, canary)
            : judgement with { Skipped = "All metrics of the baseline are constant." };
    }

    /// <summary>The judgement at its level.</summary>
    /// <param name="joint">What <see cref="Run"/> found.</param>
    /// <param name="level">The guard's share of the budget; null: it is no guard.</param>
    /// <param name="rejected">Whether that share rejects.</param>
    public static JointJudgement AtLevel(JointJudgement joint, double? level, bool rejected)
    {
        if (joint.PValue is not { } p)
        {
            return joint;
        }

        var found = level is null ? p <= WarnLevel : rejected;
        return found
            ? joint with { Alpha = level ?? WarnLevel, Found = true, Text = Text(joint, p) }
            : joint with { Alpha = level ?? WarnLevel, Contributions = [], Points = [] };
    }

    private static JointJudgement Filled(JointJudgement judgement, JointFinding finding, JointColumn[] columns, JointTable canary)
    {
        var positive = finding.Contributions.Where(c => c > 0).Sum();
        return judgement with
        {
            PValue = finding.PValue,
            TrainRows = finding.Rows.Train,
            CalibrationRows = finding.Rows.Calibration,
            Shrinkage = finding.Shrinkage,
            Contributions = [.. columns.Zip(finding.Contributions, (column, part) => new JointContribution(column.Name, positive > 0 ? part / positive : 0)).OrderByDescending(c => c.Share)],
            Points = [.. Enumerable.Range(0, finding.Points.Count).OrderBy(i => finding.Points[i]).Take(MostPoints).Select(i => new JointPoint(canary.Time(i), finding.Points[i]))],
        };
    }

    private static string Text(JointJudgement joint, double p)
    {
        var most = joint.Contributions.Where(c => c.Share > 0).Take(MostNames).ToArray();
        return $"The metrics no longer move together as in the baseline ({Numbers.Chance(p)} by chance); most of it from {string.Join(", ", most.Select(c => $"{c.Metric} ({Numbers.Count(100 * c.Share)}%)"))}.";
    }

    private static IEnumerable<JointColumn> Columns(MetricTimes metric)
    {
        if (metric.Plan.Kind != "histogram")
        {
            yield return new(metric.Plan.Name, metric.Baseline, metric.Canary);
            yield break;
        }

        yield return new($"{metric.Plan.Name} p50", metric.Baseline, metric.Canary);
        yield return new(
            $"{metric.Plan.Name} p99",
            Timelines.Of(metric.BaselineData, metric.Plan.Policy.Warmup, Tail),
            Timelines.Of(metric.CanaryData, metric.Plan.Policy.Warmup, Tail));
    }

    private sealed record JointColumn(string Name, Timeline Baseline, Timeline Canary);
}
