using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Health;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Inspecting;

/// <summary>Looks at data of one arm or two as the judge does, without judging.</summary>
public static class Inspector
{
    /// <summary>Looks at every metric.</summary>
    /// <param name="policy">Says kinds and directions of its metrics; <see cref="Policy.Inferred"/> infers them.</param>
    /// <param name="snapshot">The data of one arm or two.</param>
    /// <param name="detectors">The detectors by the names that <see cref="JointPolicy.Method"/> may hold.</param>
    /// <param name="cancellation">Ends long computations.</param>
    /// <returns>What was found, whatever the data are.</returns>
    /// <exception cref="ArgumentException">The policy names a detector that is not among those.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static Inspection Look(Policy policy, Snapshot snapshot, Catalog<IAnomalyDetector> detectors, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(snapshot);
        var policies = (policy.Metrics ?? []).ToDictionary(m => m.Name, StringComparer.Ordinal);
        var times = new List<MetricTimes>();
        var metrics = new List<MetricInspection>();
        foreach (var group in snapshot.Series.GroupBy(s => s.Metric, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            var finding = Comparison.Of(policies.GetValueOrDefault(group.Key) ?? new() { Name = group.Key }, [.. group], policy.Beta, cancellation);
            times.Add(MetricTimes.Of(finding));
            metrics.Add(Metric(finding, times[^1], policy.Beta));
        }

        var joint = JointCheck.Run(policy.Joint, times, detectors, cancellation);
        return new(metrics, joint is null ? null : JointCheck.AtLevel(joint, level: null, rejected: false), snapshot.Warnings);
    }

    private static MetricInspection Metric(Finding finding, MetricTimes times, double beta)
    {
        var plan = finding.Plan;
        var warnings = new List<Warning>(finding.Warnings);
        var anomalies = MetricAnomalies.Of(times);
        if (times.Baseline.Count > 0 && times.Canary.Count > 0)
        {
            HealthChecks.Add(times, anomalies, warnings);
        }

        if (finding.Obstacle is { Code: not (ReasonCode.OneArmEmpty or ReasonCode.NoData) } obstacle)
        {
            warnings.Add(new(WarningCode.MissingData, obstacle.Message));
        }

        return new()
        {
            Name = plan.Name,
            Kind = plan.Kind,
            Unit = plan.Unit,
            Arms = ArmLook.Of(times),
            Anomalies = anomalies,
            Warnings = warnings,
            SmallestSeen = Smallest.Of(finding, times, beta),
        };
    }
}
