namespace CanaryJudge.Rollouts;

/// <summary>What the target answers. Only a weight that was read back counts, and what differs from it is somebody else's work, never progress.</summary>
internal static class Answers
{
    public static void Take(Turn turn, RolloutInput.Answer answer)
    {
        if (turn.Memory.InFlight is not { } call || call.Number != answer.Call)
        {
            return;
        }

        turn.Memory = turn.Memory with { InFlight = null };
        if (call.IsSet)
        {
            TakeSet(turn, answer);
        }
        else if (answer is { Is: AnswerKind.Weight, Found: { } found })
        {
            TakeRead(turn, found);
        }
        else
        {
            turn.Memory = turn.Memory with { Sure = false };
            turn.LookLater();
        }
    }

    /// <summary>The first look at the target; one that cannot be read is taken to be at zero.</summary>
    public static void ReadStart(Turn turn)
    {
        if (turn.Plan.ReadBack)
        {
            turn.Read();
        }
        else
        {
            Start(turn, Weight.Zero);
        }
    }

    private static void TakeSet(Turn turn, RolloutInput.Answer answer)
    {
        switch (answer.Is)
        {
            case AnswerKind.Applied when turn.Plan.ReadBack:
                turn.Read();
                break;
            case AnswerKind.Applied:
                TakeRead(turn, turn.Memory.Unwritable ? Weight.Zero : turn.State.Weight);
                break;
            case AnswerKind.Pending:
                LookSoon(turn);
                break;
            case AnswerKind.Rejected when MayLatch(turn):
                turn.Latch(RollbackReason.Rejected);
                break;
            case AnswerKind.Conflict when MayLatch(turn):
                TakeConflict(turn, answer.Found);
                break;
            case AnswerKind.Rejected or AnswerKind.Conflict:
                turn.SetLater();
                break;
            default:
                turn.Memory = turn.Memory with { Doubt = true };
                turn.LookLater();
                break;
        }
    }

    /// <summary>Whether a refusal can still turn the rollout back: not where it goes back, or to zero, already.</summary>
    private static bool MayLatch(Turn turn) => !turn.Memory.Unwritable && !turn.State.Latched && !turn.State.ToZero;

    /// <summary>After a target accepted a weight: what cannot be read is asked for again.</summary>
    private static void LookSoon(Turn turn)
    {
        var at = turn.Now + turn.Plan.Poll;
        turn.Memory = turn.Plan.ReadBack ? turn.Memory with { Doubt = true, ReadAt = at } : turn.Memory with { Doubt = true, RetryAt = at };
    }

    private static void TakeConflict(Turn turn, Weight? found)
    {
        turn.Record(new RolloutRecord.Drift(found ?? Weight.Zero, turn.State.Weight));
        if (TooMany(turn))
        {
            turn.Latch(RollbackReason.Conflict);
        }
        else
        {
            turn.SetLater();
        }
    }

    private static bool TooMany(Turn turn) => turn.Plan.DriftRollsBack || turn.State.Drifts > turn.Plan.MaxDrifts;

    private static void TakeRead(Turn turn, Weight found)
    {
        if (turn.Memory.Unwritable)
        {
            Unwritable.TakeRead(turn, found);
        }
        else if (turn.State.Phase == RolloutPhase.New)
        {
            Start(turn, found);
        }
        else if (Matches(turn, found))
        {
            Agree(turn, found);
        }
        else if (!turn.State.Verified)
        {
            turn.Memory = turn.Memory with { Sure = false };
            turn.SetLater();
        }
        else
        {
            Drift(turn, found);
        }
    }

    private static void Start(Turn turn, Weight found)
    {
        if (found == Weight.Zero)
        {
            turn.Move(0, turn.Plan.Ramp?.Start ?? turn.Plan.Steps[0].Weight, final: false, MoveReason.Start);
        }
        else
        {
            turn.End(RolloutOutcome.Refused, RolloutExit.Target);
        }
    }

    /// <summary>Targets round towards the baseline, by less than their grain; nothing and everything they can all do.</summary>
    private static bool Matches(Turn turn, Weight found)
    {
        var asked = turn.State.Weight;
        return found == asked
            || (asked > Weight.Zero && asked < Weight.Full && found > Weight.Zero && found < asked && asked.BasisPoints - found.BasisPoints < turn.Plan.Grain);
    }

    private static void Agree(Turn turn, Weight found)
    {
        turn.Memory = turn.Memory with { Sure = true, Backoff = 0, ReadAt = turn.Plan.ReadBack ? turn.Now + turn.Plan.VerifyEvery : null };
        if (!turn.State.Verified)
        {
            turn.Record(new RolloutRecord.Verified(turn.State.Epoch, found));
            if (turn.State.InStep)
            {
                turn.Do(new RolloutAction.Watch(turn.State.Epoch, turn.State.Weight, turn.State.WatchFrom));
            }
        }

        if (turn.State.Final)
        {
            EndOrLinger(turn);
        }
    }

    /// <summary>While an earlier call may still land the end waits, and looks once more.</summary>
    private static void EndOrLinger(Turn turn)
    {
        if (turn.Memory.Doubt)
        {
            turn.Memory = turn.Memory with { LateAt = turn.Memory.LateAt ?? turn.Now + turn.Plan.Late };
            return;
        }

        var state = turn.State;
        var outcome = state.Latched ? RolloutOutcome.RolledBack
            : state.Weight == Weight.Full ? RolloutOutcome.Promoted
            : state.Weight == Weight.Zero ? RolloutOutcome.Completed
            : RolloutOutcome.Kept;
        turn.End(outcome, state.Exit ?? RolloutExit.Good);
    }

    private static void Drift(Turn turn, Weight found)
    {
        turn.Record(new RolloutRecord.Drift(found, turn.State.Weight));
        if (!turn.State.Latched && !turn.State.ToZero && TooMany(turn))
        {
            turn.Latch(RollbackReason.Conflict);
        }
        else
        {
            turn.Move(turn.State.Step, turn.State.Weight, turn.State.Final, MoveReason.Reapply);
        }
    }
}
