namespace CanaryJudge.Rollouts;

/// <summary>The exit codes of a rollout.</summary>
public static class RolloutExit
{
    /// <summary>Promoted, completed or kept.</summary>
    public const int Good = 0;

    /// <summary>Refused at the start, or given up before zero; the code of <see cref="RollbackReason.Controller"/> and its like.</summary>
    public const int Target = 6;

    /// <summary>Ended by a person or a signal.</summary>
    public const int Aborted = 130;

    /// <summary>The code of a rollback.</summary>
    public static int Of(RollbackReason reason) => reason switch
    {
        RollbackReason.Fail => 1,
        RollbackReason.Inconclusive or RollbackReason.Approval or RollbackReason.Freeze => 3,
        RollbackReason.NoData => 4,
        RollbackReason.Unavailable => 5,
        RollbackReason.Timeout => 124,
        RollbackReason.Abort => Aborted,
        _ => Target,
    };
}
