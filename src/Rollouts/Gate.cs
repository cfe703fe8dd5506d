namespace CanaryJudge.Rollouts;

/// <summary>What a step waits for before the rollout goes on. FAIL ends each of them.</summary>
public enum Gate
{
    /// <summary>PASS of the judge, once the minimum stay is over and the traffic reached. Written <c>judge</c>.</summary>
    Judge,

    /// <summary>The minimum stay alone. Written <c>time</c>.</summary>
    Time,

    /// <summary>A person's word. Written <c>approval</c>.</summary>
    Approval,

    /// <summary>PASS of the judge, then a person's word. Written <c>judge+approval</c>.</summary>
    JudgeThenApproval,
}
