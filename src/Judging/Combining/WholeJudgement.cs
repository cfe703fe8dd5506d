using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Combining;

/// <summary>From the verdicts on metrics to the judgement.</summary>
internal static class WholeJudgement
{
    /// <summary>Combines metrics.</summary>
    /// <param name="policy">What the user wrote.</param>
    /// <param name="metrics">Each metric's verdict, in any order.</param>
    /// <param name="window">When the data begin and end, Unix nanoseconds; null without times.</param>
    /// <param name="isLast">False: more data will come, so a score that open metrics may still lift fails nothing yet.</param>
    public static Judgement Of(Policy policy, IEnumerable<MetricJudgement> metrics, (long From, long To)? window, bool isLast)
    {
        var judged = MetricOrder.Of(metrics);
        var score = Groups.Score(judged);
        var (verdict, code, decidedBy) = RunVerdict.Of(judged, score, policy.Score);
        if (!isLast && verdict == Verdict.Fail && code == ReasonCode.ScoreBelowPass && Groups.BestScore(judged) >= policy.Score!.Marginal)
        {
            verdict = Verdict.Inconclusive;
        }

        return new()
        {
            Policy = policy.Name,
            Verdict = verdict,
            Reason = RunReason.Of(verdict, code, judged, score, policy.Score),
            ReasonCode = code,
            Score = score,
            Metrics = judged,
            Groups = Groups.Of(judged),
            DecidedBy = decidedBy,
            Alpha = policy.Alpha,
            Beta = policy.Beta,
            From = window is { } from ? Times.Of(from.From) : null,
            To = window is { } to ? Times.Of(to.To) : null,
            JudgeVersion = Judge.Version,
        };
    }
}
