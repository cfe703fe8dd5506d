namespace CanaryJudge.Rollouts;

/// <summary>A journal that cannot be written: nothing can rise without a record, so the rollout goes to zero without one.</summary>
internal static class Unwritable
{
    public const string Why = "the journal cannot be written; going to zero";

    public static void Begin(Turn turn)
    {
        if (turn.State.Phase == RolloutPhase.New)
        {
            turn.Do(new RolloutAction.Finish(RolloutExit.Target));
            return;
        }

        if (turn.Memory.Unwritable)
        {
            return;
        }

        turn.Memory = turn.Memory with { Unwritable = true, Backoff = 0 };
        SetZero(turn);
        turn.Do(new RolloutAction.Alarm(Why));
        turn.Memory = turn.Memory with { Doubt = true, AlarmAt = turn.Now + turn.Plan.AlarmEvery };
    }

    /// <summary>The journal is back: what happened meanwhile goes on record.</summary>
    public static void End(Turn turn)
    {
        if (!turn.Memory.Unwritable)
        {
            return;
        }

        var reason = turn.Memory.HeardFail ? RollbackReason.Fail : RollbackReason.Journal;
        turn.Memory = turn.Memory with { Unwritable = false, HeardFail = false };
        if (!turn.State.Latched)
        {
            turn.Latch(reason, atOnce: true);
        }
        else if (turn.State.ToZero)
        {
            turn.SetAgain();
        }
        else
        {
            turn.Back(Weight.Zero);
        }
    }

    public static void SetZero(Turn turn) => turn.Set(Weight.Zero, turn.State.ToZero ? turn.State.Epoch : turn.State.Epoch + 1, final: true);

    public static void TakeRead(Turn turn, Weight found)
    {
        if (found == Weight.Zero)
        {
            turn.Memory = turn.Memory with { Backoff = 0, ReadAt = turn.Plan.ReadBack ? turn.Now + turn.Plan.VerifyEvery : null };
        }
        else
        {
            turn.SetLater();
        }
    }
}
