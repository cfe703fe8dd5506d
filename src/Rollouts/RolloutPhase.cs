namespace CanaryJudge.Rollouts;

/// <summary>Where a rollout stands.</summary>
public enum RolloutPhase
{
    /// <summary>Nothing was touched yet: the target must be read at zero first.</summary>
    New,

    /// <summary>A step's weight is asked for, not yet verified.</summary>
    Moving,

    /// <summary>A step's weight is verified; the judge watches.</summary>
    Watching,

    /// <summary>As watching, and a person is asked.</summary>
    Approval,

    /// <summary>The last move: to all traffic, to zero, or to the weight that is kept.</summary>
    Leaving,

    /// <summary>Rolling back.</summary>
    Backing,

    /// <summary>Ended; nothing follows.</summary>
    Done,
}
