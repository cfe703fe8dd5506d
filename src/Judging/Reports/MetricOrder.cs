using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>The order of metrics in every report: fail, inconclusive, pass, muted; inside, the largest part of the margin first, then by name.</summary>
public static class MetricOrder
{
    /// <summary>Puts metrics in order.</summary>
    /// <param name="metrics">In any order.</param>
    /// <returns>The same metrics; those without an estimate or a margin last in their class.</returns>
    public static IReadOnlyList<MetricJudgement> Of(IEnumerable<MetricJudgement> metrics) =>
    [
        .. metrics
            .OrderBy(Class)
            .ThenByDescending(m => ShownEffect.Of(m).HarmOfMargin ?? double.NegativeInfinity)
            .ThenBy(m => m.Name, StringComparer.Ordinal),
    ];

    private static int Class(MetricJudgement metric) => metric switch
    {
        { Muted: true } => 3,
        { Verdict: Verdict.Fail } => 0,
        { Verdict: Verdict.Inconclusive } => 1,
        _ => 2,
    };
}
