namespace CanaryJudge.Rollouts;

/// <summary>What a runner knows besides the records; lost when it is killed. Times are rollout time in seconds.</summary>
public sealed record RolloutMemory
{
    /// <summary>As after a start.</summary>
    public static RolloutMemory Fresh { get; } = new();

    /// <summary>Whether an earlier call may still land.</summary>
    public bool Doubt { get; init; }

    /// <summary>Whether the newest read agreed with the weight that is asked for.</summary>
    public bool Sure { get; init; }

    /// <summary>The call that was asked last and not answered; null: none.</summary>
    public CallInFlight? InFlight { get; init; }

    /// <summary>The number of the last call; 0: none since the opening.</summary>
    public long Calls { get; init; }

    /// <summary>When the weight is set again; null: not.</summary>
    public long? RetryAt { get; init; }

    /// <summary>When the target is read again; null: not.</summary>
    public long? ReadAt { get; init; }

    /// <summary>When earlier calls can land no more; null: nobody waits for it.</summary>
    public long? LateAt { get; init; }

    /// <summary>The last wait before a call was tried again, in seconds; 0: none since the target agreed.</summary>
    public long Backoff { get; init; }

    /// <summary>When a person is alarmed again; null: not.</summary>
    public long? AlarmAt { get; init; }

    /// <summary>The newest verdict of this epoch, too little traffic taken for INCONCLUSIVE; null: none.</summary>
    public Heard? Newest { get; init; }

    /// <summary>When a verdict came last that rested on data, or the runner was started; null: never.</summary>
    public long? SightAt { get; init; }

    /// <summary>Whether any verdict of this epoch rested on data.</summary>
    public bool HasData { get; init; }

    /// <summary>Whether the journal cannot be written, so that the rollout goes to zero without records.</summary>
    public bool Unwritable { get; init; }

    /// <summary>Whether FAIL was heard since the journal could not be written.</summary>
    public bool HeardFail { get; init; }
}
