using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Combining;

/// <summary>The verdict of the whole run.</summary>
internal static class RunVerdict
{
    /// <summary>Combines metrics in the order of the report.</summary>
    /// <param name="metrics">All metrics, muted ones included.</param>
    /// <param name="score">Their score.</param>
    /// <param name="rule">Decide by score; null: any FAIL fails.</param>
    public static (Verdict Verdict, ReasonCode Code, IReadOnlyList<string> DecidedBy) Of(IReadOnlyList<MetricJudgement> metrics, double score, ScoreRule? rule)
    {
        var counted = metrics.Where(m => !m.Muted).ToArray();
        if (counted.Length == 0)
        {
            return (Verdict.Inconclusive, metrics.Count > 0 ? ReasonCode.NothingToJudge : ReasonCode.NoData, []);
        }

        var critical = counted.Where(m => m is { Critical: true, Verdict: Verdict.Fail }).ToArray();
        if (critical.Length > 0)
        {
            return (Verdict.Fail, ReasonCode.CriticalMetricFailed, Names(critical));
        }

        if (rule is null)
        {
            var verdict = Groups.Together(counted);
            var deciding = counted.Where(m => m.Verdict == verdict).ToArray();
            return (verdict, Code(deciding), Names(deciding));
        }

        var failing = counted.Where(m => m.Verdict != Verdict.Pass).ToArray();
        return score >= rule.Pass ? (Verdict.Pass, ReasonCode.HarmRuledOut, Names(counted.Where(m => m.Verdict == Verdict.Pass)))
            : (score >= rule.Marginal ? Verdict.Inconclusive : Verdict.Fail, ReasonCode.ScoreBelowPass, Names(failing));
    }

    /// <summary>The code that all deciding metrics share, else that of the first with data in both arms; without any, one arm is empty.</summary>
    private static ReasonCode Code(MetricJudgement[] deciding) =>
        Array.TrueForAll(deciding, m => m.ReasonCode == deciding[0].ReasonCode)
            ? deciding[0].ReasonCode
            : Array.Find(deciding, m => m.ReasonCode is not (ReasonCode.NoData or ReasonCode.OneArmEmpty))?.ReasonCode ?? ReasonCode.OneArmEmpty;

    private static string[] Names(IEnumerable<MetricJudgement> metrics) => [.. metrics.Select(m => m.Name)];
}
