namespace CanaryJudge.Rollouts;

/// <summary>What comes after the last step.</summary>
public enum PlanEnd
{
    /// <summary>All traffic.</summary>
    Promote,

    /// <summary>None.</summary>
    Zero,

    /// <summary>The last step's weight stays.</summary>
    Keep,

    /// <summary>All traffic if the newest verdict is PASS, else none.</summary>
    Verdict,
}
