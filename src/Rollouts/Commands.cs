namespace CanaryJudge.Rollouts;

/// <summary>What people say. A command that does not hold now is refused with the reason, never kept for later.</summary>
internal static class Commands
{
    public static void Take(Turn turn, RolloutInput command)
    {
        if (turn.Memory.Unwritable)
        {
            turn.Do(new RolloutAction.Refuse("the journal cannot be written; the rollout goes to zero"));
            return;
        }

        switch (command)
        {
            case RolloutInput.Approve approve:
                Approve(turn, approve.By, full: false, turn.State.Phase == RolloutPhase.Approval, "nothing to approve now");
                break;
            case RolloutInput.Promote promote:
                Approve(turn, promote.By, promote.ToFull, turn.State.InStep, "cannot be promoted in this state");
                break;
            case RolloutInput.Abort abort:
                Abort(turn, abort.AtOnce);
                break;
            case RolloutInput.Freeze freeze:
                Freeze(turn, freeze.By);
                break;
            case RolloutInput.Thaw resume:
                Resume(turn, resume.By);
                break;
        }
    }

    private static void Approve(Turn turn, string by, bool full, bool inPlace, string otherwise)
    {
        var refusal = !inPlace ? otherwise
            : turn.State.Frozen ? "frozen: resume first"
            : !turn.Memory.Sure ? "the target's weight is not known now; try again when it was read"
            : null;
        if (refusal is not null)
        {
            turn.Do(new RolloutAction.Refuse(refusal));
            return;
        }

        turn.Record(new RolloutRecord.Approved(by, full));
        if (full)
        {
            Leaving.Promote(turn);
        }
        else
        {
            Leaving.Advance(turn);
        }
    }

    private static void Abort(Turn turn, bool atOnce)
    {
        if (!turn.State.Latched)
        {
            turn.Latch(RollbackReason.Abort, atOnce);
        }
        else if (atOnce && turn.State.Weight > Weight.Zero)
        {
            turn.Back(Weight.Zero);
        }
    }

    private static void Freeze(Turn turn, string by)
    {
        if (turn.State.Frozen)
        {
            turn.Do(new RolloutAction.Refuse("frozen already"));
        }
        else if (turn.State.InStep || turn.State.Phase == RolloutPhase.Moving)
        {
            turn.Record(new RolloutRecord.Frozen(by));
        }
        else
        {
            turn.Do(new RolloutAction.Refuse("there is no step to freeze; abort instead"));
        }
    }

    private static void Resume(Turn turn, string by)
    {
        if (turn.State.Frozen)
        {
            turn.Record(new RolloutRecord.Thawed(by));
        }
        else
        {
            turn.Do(new RolloutAction.Refuse("not frozen"));
        }
    }
}
