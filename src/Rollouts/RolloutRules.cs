namespace CanaryJudge.Rollouts;

/// <summary>The rules of a rollout: a function of the plan, what is on record, what is remembered, what happens and when.</summary>
/// <remarks>
/// <para>No clock, no chance, no I/O: the same arguments give the same turn. Whoever hosts them feeds one input at a time, writes the records of a turn
/// before it starts the actions, and feeds a tick at <see cref="RolloutTurn.Wake"/>.</para>
/// <para>What holds whatever happens: no weight rises without a PASS of its epoch, an approval or a written policy on record; FAIL and abort go back from
/// every phase, and nothing stands before the first call of a rollback; only a weight that was read back counts.</para>
/// </remarks>
public static class RolloutRules
{
    /// <summary>One turn.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="state">The fold of the records.</param>
    /// <param name="memory">The memory of the turn before.</param>
    /// <param name="input">What happens.</param>
    /// <param name="now">Rollout time in seconds; never below that of an earlier turn.</param>
    public static RolloutTurn Step(RolloutPlan plan, RolloutState state, RolloutMemory memory, RolloutInput input, long now)
    {
        var turn = new Turn(plan, state, memory, now);
        if (state.Phase == RolloutPhase.Done)
        {
            Ended.Take(turn, input);
            return turn.Finish(null);
        }

        Take(turn, input);
        if (turn.State.Phase != RolloutPhase.Done)
        {
            Timers.Apply(turn);
        }

        return turn.Finish(turn.State.Phase == RolloutPhase.Done ? null : Timers.NextAfter(turn));
    }

    private static void Take(Turn turn, RolloutInput input)
    {
        switch (input)
        {
            case RolloutInput.Open open:
                Openings.Take(turn, open);
                break;
            case RolloutInput.Answer answer:
                Answers.Take(turn, answer);
                break;
            case RolloutInput.Judged judged:
                Verdicts.Take(turn, judged);
                break;
            case RolloutInput.JournalFailed:
                Unwritable.Begin(turn);
                break;
            case RolloutInput.JournalBack:
                Unwritable.End(turn);
                break;
            case RolloutInput.Tick:
                break;
            default:
                Commands.Take(turn, input);
                break;
        }
    }
}
