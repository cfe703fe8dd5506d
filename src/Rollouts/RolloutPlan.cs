namespace CanaryJudge.Rollouts;

/// <summary>A rollout file in normal form: what <see cref="RolloutRules"/> follow. Times are whole seconds.</summary>
/// <remarks>Immutable. <see cref="Reading.PlanReader"/> makes it from a file, <see cref="PlanJson"/> writes and reads it in the journal.</remarks>
public sealed record RolloutPlan
{
    /// <summary>The steps in order, weights rising; with a ramp only its first.</summary>
    public IReadOnlyList<RolloutStep> Steps { get; init; } = [];

    /// <summary>A ramp whose weights follow the evidence; null: the steps are all there is.</summary>
    public EvidenceRamp? Ramp { get; init; }

    /// <summary>What comes after the last step.</summary>
    public PlanEnd End { get; init; }

    /// <summary>What happens when a step's maximum is over without a conclusion.</summary>
    public OnInconclusive OnInconclusive { get; init; }

    /// <summary>How a rollback goes down.</summary>
    public RollbackPath Rollback { get; init; } = new();

    /// <summary>Whether the first change by another hand rolls back; else the weight is put back.</summary>
    public bool DriftRollsBack { get; init; }

    /// <summary>How often a step's weight is put back before the rollout goes back.</summary>
    /// <value>From 0. The default is 3.</value>
    public int MaxDrifts { get; init; } = 3;

    /// <summary>The longest time that nobody ran after which a rollout goes on.</summary>
    /// <value>The default is ten minutes.</value>
    public long ResumeWithin { get; init; } = 600;

    /// <summary>From a verified weight to the first sample that counts.</summary>
    /// <value>The default is 30 seconds.</value>
    public long Settle { get; init; } = 30;

    /// <summary>How long without a verdict that rests on data is blind; 0: never.</summary>
    /// <value>The default is ten minutes.</value>
    public long BlindAfter { get; init; } = 600;

    /// <summary>Whether being blind holds the rollout once, before it goes back.</summary>
    public bool BlindHolds { get; init; }

    /// <summary>The longest hold.</summary>
    /// <value>The default is a day.</value>
    public long HoldMax { get; init; } = 86_400;

    /// <summary>The longest wait for an approval.</summary>
    /// <value>The default is a day.</value>
    public long ApprovalMax { get; init; } = 86_400;

    /// <summary>The longest freeze.</summary>
    /// <value>The default is a day.</value>
    public long FreezeMax { get; init; } = 86_400;

    /// <summary>The longest time from the first move to the end; 0: none.</summary>
    public long Deadline { get; init; }

    /// <summary>How often a verified weight is read again.</summary>
    /// <value>The default is 30 seconds.</value>
    public long VerifyEvery { get; init; } = 30;

    /// <summary>From a target that accepted a weight to the first look whether it is there.</summary>
    /// <value>The default is 2 seconds.</value>
    public long Poll { get; init; } = 2;

    /// <summary>From a move to the time when the target must be there.</summary>
    /// <value>The default is five minutes.</value>
    public long MoveTimeout { get; init; } = 300;

    /// <summary>How late a call whose answer is not known may still land.</summary>
    /// <value>The default is a minute.</value>
    public long Late { get; init; } = 60;

    /// <summary>From one alarm of a rollback that is not at zero to the next.</summary>
    /// <value>The default is five minutes.</value>
    public long AlarmEvery { get; init; } = 300;

    /// <summary>The longest wait before a call is tried again; the first is a second, then twice the last.</summary>
    /// <value>The default is 30 seconds.</value>
    public long BackoffMax { get; init; } = 30;

    /// <summary>The finest step of the target, in basis points.</summary>
    /// <value>The default is 100: one percent.</value>
    public int Grain { get; init; } = 100;

    /// <summary>Whether the target can be read.</summary>
    public bool ReadBack { get; init; } = true;

    /// <summary>The step of an index, for a ramp with the weight that was asked.</summary>
    internal RolloutStep StepAt(int index) => Ramp is { } ramp
        ? new() { Weight = ramp.Start, Min = ramp.Min, Max = ramp.Max, Traffic = ramp.Traffic }
        : Steps[index];
}
