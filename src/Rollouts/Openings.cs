namespace CanaryJudge.Rollouts;

/// <summary>A runner takes over: what was remembered is gone, and what was sent may still land.</summary>
internal static class Openings
{
    public static void Take(Turn turn, RolloutInput.Open open)
    {
        turn.Memory = new() { Doubt = !open.First, SightAt = turn.Now, AlarmAt = turn.State.Latched ? turn.Now + turn.Plan.AlarmEvery : null };
        turn.Record(new RolloutRecord.Opened(open.Fence, open.Gap, open.Known));
        var state = turn.State;
        if (state.Phase == RolloutPhase.New)
        {
            Answers.ReadStart(turn);
        }
        else if (!state.Latched && !state.ToZero && (!open.Known || open.Gap > turn.Plan.ResumeWithin))
        {
            turn.Latch(RollbackReason.Gap);
        }
        else if (state.Verified && turn.Plan.ReadBack)
        {
            turn.Read();
            WatchAgain(turn);
        }
        else
        {
            turn.SetAgain();
            if (state.Verified)
            {
                WatchAgain(turn);
            }
        }
    }

    private static void WatchAgain(Turn turn)
    {
        if (turn.State.InStep)
        {
            turn.Do(new RolloutAction.Watch(turn.State.Epoch, turn.State.Weight, turn.State.WatchFrom));
        }
    }
}
