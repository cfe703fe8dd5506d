using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Combining;

/// <summary>Scores and groups of metrics.</summary>
internal static class Groups
{
    /// <summary>The passing share of the weight of all non-muted metrics, 0 to 100; 0 when there are none.</summary>
    public static double Score(IEnumerable<MetricJudgement> metrics) => Share(metrics, verdict => verdict == Verdict.Pass);

    /// <summary>The score if every metric that is still open came to pass.</summary>
    public static double BestScore(IEnumerable<MetricJudgement> metrics) => Share(metrics, verdict => verdict != Verdict.Fail);

    /// <summary>FAIL if a non-muted metric fails, PASS if all pass.</summary>
    public static Verdict Together(IEnumerable<MetricJudgement> metrics)
    {
        var verdicts = metrics.Where(m => !m.Muted).Select(m => m.Verdict).ToArray();
        return verdicts.Contains(Verdict.Fail) ? Verdict.Fail
            : verdicts.Length > 0 && Array.TrueForAll(verdicts, v => v == Verdict.Pass) ? Verdict.Pass
            : Verdict.Inconclusive;
    }

    /// <summary>The groups that the metrics name, by name.</summary>
    public static IReadOnlyList<GroupJudgement> Of(IEnumerable<MetricJudgement> metrics) =>
    [
        .. metrics.Where(m => m.Group.Length > 0)
            .GroupBy(m => m.Group, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new GroupJudgement(g.Key, Together(g), Score(g), [.. g.Select(m => m.Name)])),
    ];

    private static double Share(IEnumerable<MetricJudgement> metrics, Func<Verdict, bool> counts)
    {
        var counted = metrics.Where(m => !m.Muted).ToArray();
        var weight = counted.Sum(m => m.Weight);
        return weight > 0 ? 100 * counted.Where(m => counts(m.Verdict)).Sum(m => m.Weight) / weight : 0;
    }
}
