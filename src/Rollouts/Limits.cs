namespace CanaryJudge.Rollouts;

/// <summary>The times after which a rollout that goes forward goes back.</summary>
internal static class Limits
{
    public static void Apply(Turn turn)
    {
        foreach (var (at, reason) in Due(turn).ToList())
        {
            if (turn.Now < at)
            {
                continue;
            }

            if (reason is null)
            {
                turn.Record(new RolloutRecord.Held(HoldReason.Blind));
                continue;
            }

            turn.Latch(reason.Value);
            return;
        }
    }

    /// <summary>The limits that run now, in their order; without a reason: being blind holds once.</summary>
    public static IEnumerable<(long At, RollbackReason? Reason)> Due(Turn turn)
    {
        var (plan, state) = (turn.Plan, turn.State);
        if (state.Latched || state.Phase == RolloutPhase.Done)
        {
            yield break;
        }

        if (!state.Verified && !state.InStep)
        {
            yield return (state.MoveAt + plan.MoveTimeout, RollbackReason.Controller);
        }

        if (plan.Deadline > 0 && state.StartAt is { } start)
        {
            yield return (start + plan.Deadline, RollbackReason.Timeout);
        }

        if (state.InStep && plan.BlindAfter > 0)
        {
            yield return (BlindAt(turn), plan.BlindHolds && state.Held is null ? null : turn.Memory.Newest is null ? RollbackReason.Unavailable : RollbackReason.NoData);
        }

        if (state.FrozenAt is { } frozen)
        {
            yield return (frozen + plan.FreezeMax, RollbackReason.Freeze);
            yield break;
        }

        if (state.Phase == RolloutPhase.Approval)
        {
            yield return (state.HeldAt + plan.ApprovalMax + state.FrozenSum, RollbackReason.Approval);
        }
        else if (state is { Phase: RolloutPhase.Watching, Held: not null })
        {
            yield return (state.HeldAt + plan.HoldMax + state.FrozenSum, StepRules.Silence(turn));
        }
    }

    private static long BlindAt(Turn turn)
    {
        var since = Math.Max(turn.Memory.SightAt ?? 0, turn.State.WatchFrom);
        return Math.Max(since, turn.State.Held == HoldReason.Blind ? turn.State.HeldAt : 0) + turn.Plan.BlindAfter;
    }
}
