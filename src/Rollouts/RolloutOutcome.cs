namespace CanaryJudge.Rollouts;

/// <summary>How a rollout ended.</summary>
public enum RolloutOutcome
{
    /// <summary>The canary has all traffic.</summary>
    Promoted,

    /// <summary>A comparison ran to its end; the canary has none.</summary>
    Completed,

    /// <summary>The canary keeps the last step's weight.</summary>
    Kept,

    /// <summary>Back at zero.</summary>
    RolledBack,

    /// <summary>Never started: the target was not at zero, or could not be read.</summary>
    Refused,

    /// <summary>Ended by a person before anything was touched.</summary>
    Aborted,
}
