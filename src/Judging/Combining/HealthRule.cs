using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Combining;

/// <summary>What flaws of the comparison mean for the judgement: warnings, or by the policy's word a PASS that is withheld.</summary>
internal static class HealthRule
{
    /// <summary>The judgement with the flaws in it.</summary>
    /// <param name="policy">Which flaws withhold a PASS.</param>
    /// <param name="judgement">The judgement; its metrics carry their own warnings.</param>
    /// <param name="mismatch">A split that is not the expected one; null: none.</param>
    public static Judgement Apply(Policy policy, Judgement judgement, Warning? mismatch)
    {
        if (mismatch is not null && (policy.Split is { WithholdsPass: true } || policy.Health.Contains(WarningCode.SplitMismatch)) && judgement.Verdict == Verdict.Pass)
        {
            return Withheld(judgement, RunReason.Withheld(mismatch), ReasonCode.SplitMismatch);
        }

        judgement = mismatch is null ? judgement : judgement with { Warnings = [.. judgement.Warnings, mismatch] };
        if (judgement.Verdict != Verdict.Pass || policy.Health.Count == 0)
        {
            return judgement;
        }

        foreach (var metric in judgement.Metrics.Where(m => !m.Muted))
        {
            if (metric.Warnings.FirstOrDefault(w => policy.Health.Contains(w.Code)) is { } flaw)
            {
                return Withheld(judgement, RunReason.Unhealthy($"{metric.Name}: {flaw.Message}"), ReasonCode.UnhealthyComparison);
            }
        }

        return judgement;
    }

    private static Judgement Withheld(Judgement judgement, string reason, ReasonCode code) =>
        judgement with { Verdict = Verdict.Inconclusive, Reason = reason, ReasonCode = code, DecidedBy = [] };
}
