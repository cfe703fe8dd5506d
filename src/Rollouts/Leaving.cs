namespace CanaryJudge.Rollouts;

/// <summary>From a step to the next, or to the end.</summary>
internal static class Leaving
{
    public static void Advance(Turn turn)
    {
        var state = turn.State;
        if (turn.Plan.Ramp is { } ramp)
        {
            if (state.Weight < ramp.To)
            {
                Step(turn, ramp.Next(state.Weight, turn.Now - state.WatchFrom));
                return;
            }
        }
        else if (state.Step + 1 < turn.Plan.Steps.Count)
        {
            Step(turn, turn.Plan.Steps[state.Step + 1].Weight);
            return;
        }

        End(turn);
    }

    public static void Promote(Turn turn) => turn.Move(turn.State.Step, Weight.Full, final: true, MoveReason.Promote);

    private static void Step(Turn turn, Weight weight) => turn.Move(turn.State.Step + 1, weight, final: false, MoveReason.Advance);

    private static void End(Turn turn)
    {
        var passed = turn.Memory.Newest is { } newest ? newest.Verdict == Verdict.Pass : turn.State.Passed;
        switch (turn.Plan.End)
        {
            case PlanEnd.Keep:
                turn.Move(turn.State.Step, turn.State.Weight, final: true, MoveReason.Keep);
                break;
            case PlanEnd.Zero:
            case PlanEnd.Verdict when !passed:
                turn.Move(turn.State.Step, Weight.Zero, final: true, MoveReason.Zero);
                break;
            default:
                Promote(turn);
                break;
        }
    }
}
