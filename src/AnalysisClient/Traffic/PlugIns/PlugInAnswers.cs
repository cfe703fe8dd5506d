using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic.PlugIns;

/// <summary>Reads what plug-ins answer. Whatever the contract does not allow is no answer: nothing is rounded, completed or guessed.</summary>
internal static class PlugInAnswers
{
    private const int LongestName = 200, LongestText = 500;

    public static TargetFacts Facts(DescribeResponse answer)
    {
        Require(answer.Name.Length is > 0 and <= LongestName && !answer.Name.Any(char.IsControl), $"name must have 1 to {LongestName} characters");
        Require(answer.GrainBasisPoints is >= 1 and <= 10_000, $"grain_basis_points is {answer.GrainBasisPoints}; it must lie between 1 and 10000");
        Require(answer.LateBound is not null, "late_bound is missing; without it nobody knows when an order can no longer land");
        var late = TimeSpan.FromSeconds(answer.LateBound!.Seconds + (answer.LateBound.Nanos / 1e9));
        Require(late >= TimeSpan.Zero && late <= TimeSpan.FromDays(1), $"late_bound is {late}; it must lie between 0 s and a day");
        return new() { Target = answer.Name, Grain = (int)answer.GrainBasisPoints, ReadBack = answer.ReadBack, Fences = answer.Fences, Expires = answer.Expires, LateBound = late };
    }

    /// <summary>The weight that was read; null: it cannot be known.</summary>
    public static Weight? Weight(GetWeightResponse answer) => answer.HasWeightBasisPoints ? ToWeight(answer.WeightBasisPoints, "weight_basis_points") : null;

    public static WeightChange Change(Contracts.V1.WeightChange? change, Weight asked)
    {
        switch (change?.ChangeCase)
        {
            case Contracts.V1.WeightChange.ChangeOneofCase.Applied:
                return new WeightChange.Applied(Effective(change.Applied, asked));
            case Contracts.V1.WeightChange.ChangeOneofCase.Pending:
                return new WeightChange.Pending(Text(change.Pending.Id, "pending.id"));
            case Contracts.V1.WeightChange.ChangeOneofCase.Rejected:
                return new WeightChange.Rejected(Text(change.Rejected.Reason, "rejected.reason"));
            case Contracts.V1.WeightChange.ChangeOneofCase.Conflict:
                Require(change.Conflict.HasFoundBasisPoints, "conflict.found_basis_points is missing");
                return new WeightChange.Conflict(ToWeight(change.Conflict.FoundBasisPoints, "conflict.found_basis_points"));
            case Contracts.V1.WeightChange.ChangeOneofCase.Unknown:
                return new WeightChange.Unknown(Text(change.Unknown.Reason, "unknown.reason"));
            default:
                throw new PlugInException("change holds none of applied, pending, rejected, conflict and unknown");
        }
    }

    /// <summary>Targets round towards the baseline; nothing and everything they can all do.</summary>
    private static Weight Effective(Contracts.V1.WeightChange.Types.Applied applied, Weight asked)
    {
        Require(applied.HasEffectiveBasisPoints, "applied.effective_basis_points is missing");
        var effective = ToWeight(applied.EffectiveBasisPoints, "applied.effective_basis_points");
        Require(effective <= asked, $"applied says {effective}, which is above the {asked} that was asked");
        Require(asked < CanaryJudge.Rollouts.Weight.Full || effective == asked, $"applied says {effective} where all traffic was asked");
        return effective;
    }

    private static Weight ToWeight(uint basisPoints, string field)
    {
        Require(basisPoints <= 10_000, $"{field} is {basisPoints}; it must lie between 0 and 10000");
        return new((int)basisPoints);
    }

    private static string Text(string text, string field)
    {
        Require(text.Trim().Length > 0, $"{field} is empty");
        var line = string.Concat(text.Trim().Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length > LongestText ? line[..LongestText] + "..." : line;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new PlugInException(otherwise);
        }
    }
}
