namespace CanaryJudge.Rollouts;

/// <summary>When a step is left: by its gate once the minimum is over, by the policy once the maximum is.</summary>
internal static class StepRules
{
    public static void Apply(Turn turn)
    {
        if (turn.State is { Phase: RolloutPhase.Watching, Frozen: false } && turn.Memory.Sure && turn.Now >= MinimumAt(turn))
        {
            ByGate(turn);
        }

        if (turn.State is { Phase: RolloutPhase.Watching, Frozen: false, Held: null } && turn.Now >= MaximumAt(turn))
        {
            ByPolicy(turn);
        }
    }

    public static IEnumerable<long?> Due(Turn turn) =>
        turn.State is not { Phase: RolloutPhase.Watching, Frozen: false } ? []
        : turn.State.Held is null ? [MinimumAt(turn), MaximumAt(turn)]
        : [MinimumAt(turn)];

    /// <summary>What it is called when the judge came to no conclusion.</summary>
    public static RollbackReason Silence(Turn turn) =>
        turn.Memory.Newest is null ? RollbackReason.Unavailable
        : !turn.Memory.HasData ? RollbackReason.NoData
        : RollbackReason.Inconclusive;

    private static bool IsReady(Turn turn) => turn.Step.Gate == Gate.Time || turn.Memory.Newest?.Verdict == Verdict.Pass;

    private static long MinimumAt(Turn turn) => turn.State.WatchFrom + turn.Step.Min;

    private static long MaximumAt(Turn turn) =>
        Math.Max((turn.State.StepAt ?? 0) + turn.Plan.Settle + turn.Step.Max + turn.State.FrozenSum, MinimumAt(turn));

    private static void ByGate(Turn turn)
    {
        if (!IsReady(turn))
        {
            return;
        }

        if (turn.Step.Gate == Gate.Time)
        {
            turn.Record(new RolloutRecord.Approved("time", Full: false));
            Leaving.Advance(turn);
            return;
        }

        turn.Record(new RolloutRecord.Judged(turn.State.Epoch, Verdict.Pass, turn.Memory.Newest!.Id));
        if (turn.Step.Gate == Gate.JudgeThenApproval)
        {
            turn.Record(new RolloutRecord.ApprovalAsked());
        }
        else
        {
            Leaving.Advance(turn);
        }
    }

    /// <summary>Silence never advances: only a judge that answers, with data, at a weight that is known.</summary>
    private static void ByPolicy(Turn turn)
    {
        if (IsReady(turn))
        {
            turn.Latch(RollbackReason.Controller);
            return;
        }

        var why = Silence(turn);
        turn.Record(new RolloutRecord.Judged(turn.State.Epoch, Verdict.Inconclusive, turn.Memory.Newest?.Id, why));
        if (turn.Plan.OnInconclusive == OnInconclusive.Advance && why == RollbackReason.Inconclusive && turn.Memory.Sure)
        {
            turn.Record(new RolloutRecord.Approved("policy", Full: false));
            Leaving.Advance(turn);
        }
        else if (turn.Plan.OnInconclusive == OnInconclusive.Hold)
        {
            turn.Record(new RolloutRecord.Held(HoldReason.Inconclusive));
        }
        else
        {
            turn.Latch(why);
        }
    }
}
