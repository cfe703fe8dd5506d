using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Combining;

/// <summary>What another split of the traffic than expected does to a judgement: a warning, or by policy no PASS.</summary>
internal static class SplitNote
{
    /// <summary>The judgement with the mismatch in it.</summary>
    /// <param name="judgement">Without it.</param>
    /// <param name="expected">What the policy says; null: nothing.</param>
    /// <param name="mismatch">What is wrong; null: nothing.</param>
    public static Judgement On(Judgement judgement, ExpectedSplit? expected, Warning? mismatch) => mismatch is null ? judgement
        : expected is { WithholdsPass: true } && judgement.Verdict == Verdict.Pass
            ? judgement with { Verdict = Verdict.Inconclusive, Reason = RunReason.Withheld(mismatch), ReasonCode = ReasonCode.SplitMismatch, DecidedBy = [] }
            : judgement with { Warnings = [.. judgement.Warnings, mismatch] };
}
