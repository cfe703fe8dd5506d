namespace CanaryJudge.Rollouts;

/// <summary>The rules that follow from the state and the time alone, in their order after every input.</summary>
internal static class Timers
{
    public static void Apply(Turn turn)
    {
        if (turn.Memory.Unwritable)
        {
            AlarmUnwritable(turn);
        }
        else
        {
            Limits.Apply(turn);
            Downward.Apply(turn);
            StepRules.Apply(turn);
        }

        if (turn.State.Phase != RolloutPhase.Done)
        {
            Calls(turn);
        }
    }

    /// <summary>The earliest timer after now.</summary>
    public static long? NextAfter(Turn turn)
    {
        var memory = turn.Memory;
        IEnumerable<long?> due = [memory.RetryAt, memory.ReadAt, memory.LateAt, memory.AlarmAt];
        if (!memory.Unwritable)
        {
            due = due.Concat(Limits.Due(turn).Select(l => (long?)l.At)).Concat(Downward.Due(turn)).Concat(StepRules.Due(turn));
        }

        return due.Where(d => d > turn.Now).Min();
    }

    private static void AlarmUnwritable(Turn turn)
    {
        if (turn.Now >= turn.Memory.AlarmAt)
        {
            turn.Do(new RolloutAction.Alarm(Unwritable.Why));
            turn.Memory = turn.Memory with { AlarmAt = turn.Now + turn.Plan.AlarmEvery };
        }
    }

    /// <summary>With nothing in flight the next call: a set, else a read.</summary>
    private static void Calls(Turn turn)
    {
        if (turn.Memory.InFlight is not null)
        {
            return;
        }

        if (turn.Now >= turn.Memory.RetryAt)
        {
            SetAgain(turn);
        }
        else if (turn.Now >= turn.Memory.LateAt)
        {
            turn.Memory = turn.Memory with { Doubt = false, LateAt = null };
            ReadOrSet(turn);
        }
        else if (turn.Now >= turn.Memory.ReadAt)
        {
            ReadOrSet(turn);
        }
    }

    private static void ReadOrSet(Turn turn)
    {
        if (turn.Plan.ReadBack)
        {
            turn.Read();
        }
        else
        {
            SetAgain(turn);
        }
    }

    private static void SetAgain(Turn turn)
    {
        if (turn.Memory.Unwritable)
        {
            Unwritable.SetZero(turn);
        }
        else
        {
            turn.SetAgain();
        }
    }
}
