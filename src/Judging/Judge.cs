using System.Reflection;
using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Health;
using CanaryJudge.Judging.Kayenta;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging;

/// <summary>Turns a policy and both arms' data into a judgement. Pure: the same input gives the same judgement, to the bit, everywhere.</summary>
public static class Judge
{
    /// <summary>The version of the rules; a change that can alter a verdict raises at least the minor part.</summary>
    public static string Version { get; } = typeof(Judge).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Judges one run.</summary>
    /// <param name="policy">What the user wrote; <see cref="Policy.Inferred"/> judges every metric with defaults.</param>
    /// <param name="snapshot">The data, in any order.</param>
    /// <param name="seed">Reported as given: the verdict rule uses no chance.</param>
    /// <param name="cancellation">Ends long computations.</param>
    /// <returns>A judgement, whatever the data are.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static Judgement Decide(Policy policy, Snapshot snapshot, ulong seed, CancellationToken cancellation) =>
        Decide(policy, snapshot, seed, AnomalyDetectors.All, cancellation);

    /// <summary>Judges one run, with detectors of joint anomalies that a policy may name.</summary>
    /// <param name="policy">What the user wrote; <see cref="Policy.Inferred"/> judges every metric with defaults.</param>
    /// <param name="snapshot">The data, in any order.</param>
    /// <param name="seed">Reported as given: the verdict rule uses no chance.</param>
    /// <param name="detectors">The detectors by the names that <see cref="JointPolicy.Method"/> may hold.</param>
    /// <param name="cancellation">Ends long computations.</param>
    /// <returns>A judgement, whatever the data are.</returns>
    /// <exception cref="ArgumentException">The policy names a detector that is not among those.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static Judgement Decide(Policy policy, Snapshot snapshot, ulong seed, Catalog<IAnomalyDetector> detectors, CancellationToken cancellation)
    {
        if (policy.Compatibility == Compatibility.Kayenta)
        {
            return KayentaMode.Decide(policy, snapshot, seed, cancellation);
        }

        var data = snapshot.Series.GroupBy(s => s.Metric, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        var metrics = policy.Metrics ?? [.. data.Keys.Order(StringComparer.Ordinal).Select(name => new MetricPolicy { Name = name })];

        var findings = new List<Finding>(metrics.Count);
        var times = new List<MetricTimes>(metrics.Count);
        foreach (var metric in metrics)
        {
            cancellation.ThrowIfCancellationRequested();
            var finding = Comparison.Of(metric, data.GetValueOrDefault(metric.Name) ?? [], policy.Beta, cancellation);
            times.Add(MetricTimes.Of(finding));
            findings.Add(Observed(finding, times[^1]));
        }

        var joint = JointCheck.Run(policy.Joint, [.. times.Where(t => !t.Plan.Policy.Muted)], detectors, cancellation);
        var budget = ErrorBudget.Divide(findings, policy.Alpha, joint?.PValue, policy.Joint.Mode == JointMode.Guard);

        // What only warns and had too little to look at has nothing to say.
        joint = joint is null or { Guard: false, PValue: null } ? null : JointCheck.AtLevel(joint, budget.Joint?.Level, budget.Joint?.Rejected ?? false);
        var window = findings.Aggregate(((long From, long To)?)null, (w, f) => Times.Both(w, f.Window));
        var whole = WholeJudgement.Of(policy, findings.Zip(budget.Metrics, (finding, share) => VerdictRule.Judge(finding, share, policy.Beta)), window, isLast: true) with
        {
            Joint = joint,
            Warnings = [.. snapshot.Warnings, .. NotJudged(policy, data.Keys)],
            Seed = seed,
        };
        return HealthRule.Apply(policy, JointRule.Apply(whole), SplitCheck.Mismatch(policy.Split, snapshot));
    }

    /// <summary>The finding with what is odd over time, and with what speaks against the comparison.</summary>
    private static Finding Observed(Finding finding, MetricTimes times)
    {
        var anomalies = MetricAnomalies.Of(times);
        var warnings = new List<Warning>();
        HealthChecks.Add(times, anomalies, warnings);
        return anomalies.Count == 0 && warnings.Count == 0
            ? finding
            : finding with { Anomalies = anomalies, Warnings = [.. finding.Warnings, .. warnings] };
    }

    /// <summary>The warning about metrics in the data that the policy does not name; none without any.</summary>
    internal static IEnumerable<Warning> NotJudged(Policy policy, IEnumerable<string> inData)
    {
        if (policy.Metrics is not { } metrics)
        {
            return [];
        }

        var named = metrics.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        string[] others = [.. inData.Where(name => !named.Contains(name)).Order(StringComparer.Ordinal)];
        return others.Length == 0 ? [] : [new(WarningCode.MetricNotInPolicy, $"Not judged, since the policy does not name them: {string.Join(", ", others.Take(5))}{(others.Length > 5 ? $" and {others.Length - 5} more" : "")}.")];
    }
}
