namespace CanaryJudge.Rollouts;

/// <summary>Where a rollout stands, by its records alone. All times are rollout time: seconds since the journal was created.</summary>
public sealed record RolloutState
{
    /// <summary>Before the first record.</summary>
    public static RolloutState Initial { get; } = new();

    /// <summary>The phase.</summary>
    public RolloutPhase Phase { get; init; }

    /// <summary>The index of the step; -1 before the first.</summary>
    public int Step { get; init; } = -1;

    /// <summary>The number of the newest move; 0 before the first.</summary>
    public long Epoch { get; init; }

    /// <summary>The weight that is asked for.</summary>
    public Weight Weight { get; init; }

    /// <summary>Whether the target was read at the weight since it was asked for.</summary>
    public bool Verified { get; init; }

    /// <summary>Whether the weight is the end.</summary>
    public bool Final { get; init; }

    /// <summary>Whether a PASS of this epoch is on record.</summary>
    public bool Passed { get; init; }

    /// <summary>Since when no increase is allowed; null: it is.</summary>
    public long? FrozenAt { get; init; }

    /// <summary>Why the step goes on past its maximum; null: it does not.</summary>
    public HoldReason? Held { get; init; }

    /// <summary>How often somebody else changed the weight in this step.</summary>
    public int Drifts { get; init; }

    /// <summary>Why the rollout goes back; null: it does not. Once set, never unset.</summary>
    public RollbackReason? Reason { get; init; }

    /// <summary>Whether the rollback stops at weights between.</summary>
    public bool Stepped { get; init; }

    /// <summary>How it ended; null: it runs.</summary>
    public RolloutOutcome? Outcome { get; init; }

    /// <summary>The exit code of the end, known from the latch on.</summary>
    public int? Exit { get; init; }

    /// <summary>The first move.</summary>
    public long? StartAt { get; init; }

    /// <summary>The newest move; 0 before the first.</summary>
    public long MoveAt { get; init; }

    /// <summary>When this step's weight was verified first; null: not yet.</summary>
    public long? StepAt { get; init; }

    /// <summary>From when on samples of this epoch count; meaningful while verified.</summary>
    public long WatchFrom { get; init; }

    /// <summary>When the hold began, or a person was asked.</summary>
    public long HeldAt { get; init; }

    /// <summary>Frozen seconds since the step, the hold or the asking began, without a freeze that lasts; below zero while one lasts that began before.</summary>
    public long FrozenSum { get; init; }

    /// <summary>When the rollback began.</summary>
    public long BackAt { get; init; }

    /// <summary>Whether no increase is allowed.</summary>
    public bool Frozen => FrozenAt is not null;

    /// <summary>Whether a rollback is on record.</summary>
    public bool Latched => Reason is not null;

    /// <summary>Whether the last move asks for zero and nothing after it.</summary>
    public bool ToZero => Final && Weight == Weight.Zero;

    /// <summary>Whether verdicts of this epoch count.</summary>
    public bool InStep => Phase is RolloutPhase.Watching or RolloutPhase.Approval;

    /// <summary>Folds records in their order.</summary>
    /// <param name="plan">The plan of the journal's first line.</param>
    /// <param name="records">The records, each with its rollout time.</param>
    public static RolloutState Fold(RolloutPlan plan, IEnumerable<(long At, RolloutRecord Record)> records) =>
        records.Aggregate(Initial, (state, r) => state.With(plan, r.Record, r.At));

    /// <summary>The state after one more record.</summary>
    /// <param name="plan">The plan of the journal's first line.</param>
    /// <param name="record">The record.</param>
    /// <param name="at">Its rollout time.</param>
    public RolloutState With(RolloutPlan plan, RolloutRecord record, long at) => record switch
    {
        RolloutRecord.Move move => Moved(move, at),
        RolloutRecord.Verified => AfterVerified(plan, at),
        RolloutRecord.Judged judged => this with { Passed = judged.Verdict == Verdict.Pass },
        RolloutRecord.ApprovalAsked => this with { Phase = RolloutPhase.Approval, HeldAt = at, FrozenSum = NoneFrozen(at) },
        RolloutRecord.Held held => this with { Held = held.Why, HeldAt = at, FrozenSum = NoneFrozen(at) },
        RolloutRecord.Frozen => this with { FrozenAt = at },
        RolloutRecord.Thawed => this with { FrozenAt = null, FrozenSum = FrozenSum + at - (FrozenAt ?? at) },
        RolloutRecord.Drift => this with { Drifts = Drifts + 1, Verified = false },
        RolloutRecord.Rollback back => this with
        {
            Phase = RolloutPhase.Backing,
            Reason = back.Reason,
            Exit = back.Exit,
            Stepped = back.Stepped,
            BackAt = at,
            FrozenAt = null,
            Held = null,
        },
        RolloutRecord.Done done => this with { Phase = RolloutPhase.Done, Outcome = done.Outcome, Exit = done.Exit },
        _ => this,
    };

    private RolloutState Moved(RolloutRecord.Move move, long at)
    {
        var moved = this with
        {
            Phase = Latched ? RolloutPhase.Backing : move.Final ? RolloutPhase.Leaving : RolloutPhase.Moving,
            Epoch = move.Epoch,
            Step = move.Step,
            Weight = move.Weight,
            Final = move.Final,
            Verified = false,
            Passed = false,
            StartAt = StartAt ?? at,
            MoveAt = at,
        };
        return move.Why == MoveReason.Reapply ? moved : moved with { Held = null, StepAt = null, Drifts = move.Step == Step ? Drifts : 0, FrozenSum = 0 };
    }

    private RolloutState AfterVerified(RolloutPlan plan, long at)
    {
        var verified = this with { Verified = true, WatchFrom = at + plan.Settle, StepAt = StepAt ?? at, FrozenSum = StepAt is null ? NoneFrozen(at) : FrozenSum };
        return Phase != RolloutPhase.Moving ? verified
            : plan.StepAt(Step).Gate == Gate.Approval ? verified with { Phase = RolloutPhase.Approval, HeldAt = at, FrozenSum = NoneFrozen(at) }
            : verified with { Phase = RolloutPhase.Watching };
    }

    /// <summary>The frozen seconds with which a clock starts: none, and what a freeze that lasts has run already is taken off when it ends.</summary>
    private long NoneFrozen(long at) => FrozenAt is { } since ? since - at : 0;
}
