namespace CanaryJudge.Rollouts;

/// <summary>Why a weight is asked for.</summary>
public enum MoveReason
{
    /// <summary>The first step.</summary>
    Start,

    /// <summary>The next step.</summary>
    Advance,

    /// <summary>The same weight again, after somebody else changed it.</summary>
    Reapply,

    /// <summary>Back.</summary>
    Rollback,

    /// <summary>The end: all traffic.</summary>
    Promote,

    /// <summary>The end: a completed comparison gives the traffic back.</summary>
    Zero,

    /// <summary>The end: the weight stays.</summary>
    Keep,
}
