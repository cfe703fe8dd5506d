namespace CanaryJudge.Rollouts;

/// <summary>Why a rollout goes back. The exit code of each is <see cref="RolloutExit.Of"/>.</summary>
public enum RollbackReason
{
    /// <summary>The judge proved harm.</summary>
    Fail,

    /// <summary>A person, or a signal.</summary>
    Abort,

    /// <summary>The time of a step, or of a hold, ended without a conclusion.</summary>
    Inconclusive,

    /// <summary>The judge answers, but no data reach it.</summary>
    NoData,

    /// <summary>The judge does not answer.</summary>
    Unavailable,

    /// <summary>Nobody approved in time.</summary>
    Approval,

    /// <summary>Nobody ended a freeze in time.</summary>
    Freeze,

    /// <summary>The deadline of the whole rollout.</summary>
    Timeout,

    /// <summary>The target did not come to the weight in time, or could not be read when it mattered.</summary>
    Controller,

    /// <summary>The target refuses the weight.</summary>
    Rejected,

    /// <summary>Somebody else changes the target too often, or once where the plan allows none.</summary>
    Conflict,

    /// <summary>Nobody ran for too long, or for an unknown time.</summary>
    Gap,

    /// <summary>The journal could not be written.</summary>
    Journal,
}
