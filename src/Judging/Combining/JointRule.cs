using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Combining;

/// <summary>What a joint anomaly means for the judgement: a warning, or as a guard a FAIL whatever the metrics say one by one.</summary>
internal static class JointRule
{
    /// <summary>The judgement with the joint finding in it.</summary>
    public static Judgement Apply(Judgement judgement)
    {
        if (judgement.Joint is not { Found: true } joint)
        {
            return judgement is { Joint: { Guard: true, Skipped: { Length: > 0 } why } }
                ? judgement with { Warnings = [.. judgement.Warnings, new(WarningCode.JointAnomaly, $"The joint guard could not look: {char.ToLowerInvariant(why[0])}{why[1..]}")] }
                : judgement;
        }

        if (joint.Guard && judgement.Verdict != Verdict.Fail)
        {
            return judgement with { Verdict = Verdict.Fail, Reason = joint.Text, ReasonCode = ReasonCode.JointAnomaly, DecidedBy = [] };
        }

        return IsKnown(judgement, joint) ? judgement : judgement with { Warnings = [.. judgement.Warnings, new(WarningCode.JointAnomaly, joint.Text)] };
    }

    /// <summary>A metric that fails by itself is no news when it is also what is odd in all of them.</summary>
    private static bool IsKnown(Judgement judgement, JointJudgement joint) =>
        joint.Contributions is [var most, ..] && judgement.Metrics.Any(m => m.Verdict == Verdict.Fail && (m.Name == most.Metric || most.Metric.StartsWith($"{m.Name} p", StringComparison.Ordinal)));
}
