using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>What a target made of an order. Exceptions are for bugs, not for these.</summary>
public abstract record WeightChange
{
    private WeightChange()
    {
    }

    /// <summary>The weight is in force: the target said so, not our memory, and both arms moved.</summary>
    /// <param name="Effective">What the target runs at, after rounding towards the baseline.</param>
    public sealed record Applied(Weight Effective) : WeightChange;

    /// <summary>Accepted; lands within <see cref="TargetFacts.LateBound"/>, or never.</summary>
    /// <param name="Id">What the target calls the change, for the audit.</param>
    public sealed record Pending(string Id) : WeightChange;

    /// <summary>Would be refused again. Nothing was written.</summary>
    /// <param name="Reason">Why, in the target's words where it has some.</param>
    public sealed record Rejected(string Reason) : WeightChange;

    /// <summary>Somebody else changed the target since it was read. Nothing was written.</summary>
    /// <param name="Found">The weight found there.</param>
    public sealed record Conflict(Weight Found) : WeightChange;

    /// <summary>Time-out, broken connection, half a change: anything may be true. Only reading tells.</summary>
    /// <param name="Reason">What happened.</param>
    public sealed record Unknown(string Reason) : WeightChange;
}
