namespace CanaryJudge.Rollouts;

/// <summary>What is on record. <see cref="RolloutState"/> is the fold of them.</summary>
public abstract record RolloutRecord
{
    private RolloutRecord()
    {
    }

    /// <summary>A runner opened the journal.</summary>
    public sealed record Opened(long Fence, long Gap, bool GapKnown) : RolloutRecord;

    /// <summary>A weight is asked for.</summary>
    /// <param name="Epoch">The number of the move, from 1.</param>
    /// <param name="Step">The index of the step.</param>
    /// <param name="Weight">The weight.</param>
    /// <param name="Final">Whether it is the end, so that the target may run its own promotion or abort.</param>
    /// <param name="Why">Why.</param>
    public sealed record Move(long Epoch, int Step, Weight Weight, bool Final, MoveReason Why) : RolloutRecord;

    /// <summary>The target was read at the weight of the epoch.</summary>
    /// <param name="Epoch">The epoch.</param>
    /// <param name="Weight">What was found; below the asked one if the target rounds.</param>
    public sealed record Verified(long Epoch, Weight Weight) : RolloutRecord;

    /// <summary>A verdict on which a decision in the same batch rests.</summary>
    /// <param name="Epoch">The epoch that was judged.</param>
    /// <param name="Verdict">What was said.</param>
    /// <param name="Id">The judgement's id.</param>
    /// <param name="Why">For INCONCLUSIVE: <see cref="RollbackReason.Inconclusive"/>, <see cref="RollbackReason.NoData"/> or <see cref="RollbackReason.Unavailable"/>.</param>
    public sealed record Judged(long Epoch, Verdict Verdict, string? Id = null, RollbackReason? Why = null) : RolloutRecord;

    /// <summary>A person is asked.</summary>
    public sealed record ApprovalAsked : RolloutRecord;

    /// <summary>The step may be left without the judge.</summary>
    /// <param name="By">A person, <c>time</c> or <c>policy</c>.</param>
    /// <param name="Full">To all traffic.</param>
    public sealed record Approved(string By, bool Full) : RolloutRecord;

    /// <summary>The step goes on past its maximum.</summary>
    /// <param name="Why">Why.</param>
    public sealed record Held(HoldReason Why) : RolloutRecord;

    /// <summary>No increase from here.</summary>
    public sealed record Frozen(string By) : RolloutRecord;

    /// <summary>The freeze ended.</summary>
    public sealed record Thawed(string By) : RolloutRecord;

    /// <summary>Somebody else changed the weight.</summary>
    public sealed record Drift(Weight Found, Weight Asked) : RolloutRecord;

    /// <summary>The latch: from here on only down.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Exit">The exit code of the end.</param>
    /// <param name="Stepped">Whether it stops at weights between.</param>
    public sealed record Rollback(RollbackReason Reason, int Exit, bool Stepped) : RolloutRecord;

    /// <summary>A person should look.</summary>
    /// <param name="Why">A sentence.</param>
    /// <param name="Asked">The weight that is asked for.</param>
    public sealed record Alarm(string Why, Weight Asked) : RolloutRecord;

    /// <summary>The verified weight was read again: a sign of life.</summary>
    public sealed record Seen(Weight Weight) : RolloutRecord;

    /// <summary>Notifications up to a line of the journal were delivered.</summary>
    /// <param name="UpTo">The line's number.</param>
    public sealed record Told(long UpTo) : RolloutRecord;

    /// <summary>The end.</summary>
    /// <param name="Outcome">How it ended.</param>
    /// <param name="Exit">The exit code.</param>
    /// <param name="Weight">The weight that stays.</param>
    public sealed record Done(RolloutOutcome Outcome, int Exit, Weight Weight) : RolloutRecord;
}
