using System.Reflection;
using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kayenta;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;

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
    public static Judgement Decide(Policy policy, Snapshot snapshot, ulong seed, CancellationToken cancellation)
    {
        if (policy.Compatibility == Compatibility.Kayenta)
        {
            return KayentaMode.Decide(policy, snapshot, seed, cancellation);
        }

        var data = snapshot.Series.GroupBy(s => s.Metric, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        var metrics = policy.Metrics ?? [.. data.Keys.Order(StringComparer.Ordinal).Select(name => new MetricPolicy { Name = name })];

        var findings = new List<Finding>(metrics.Count);
        foreach (var metric in metrics)
        {
            cancellation.ThrowIfCancellationRequested();
            findings.Add(Comparison.Of(metric, data.GetValueOrDefault(metric.Name) ?? [], policy.Beta, cancellation));
        }

        var shares = ErrorBudget.Divide(findings, policy.Alpha);
        var mismatch = SplitCheck.Mismatch(policy.Split, snapshot);
        var window = findings.Aggregate(((long From, long To)?)null, (w, f) => Times.Both(w, f.Window));
        var whole = WholeJudgement.Of(policy, findings.Zip(shares, (finding, share) => VerdictRule.Judge(finding, share, policy.Beta)), window, isLast: true) with
        {
            Warnings = [.. snapshot.Warnings, .. NotJudged(policy, data.Keys)],
            Seed = seed,
        };
        return SplitNote.On(whole, policy.Split, mismatch);
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
