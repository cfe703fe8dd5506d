namespace CanaryJudge.Rollouts.Tests.Chaos;

/// <summary>The engine with a mistake that somebody could make.</summary>
internal static class PlantedFaults
{
    public static RolloutTurn Step(string fault, RolloutPlan plan, RolloutState state, RolloutMemory memory, RolloutInput input, long now)
    {
        RolloutTurn Sound(RolloutState s, RolloutMemory m, RolloutInput i) => RolloutRules.Step(plan, s, m, i, now);

        switch (fault)
        {
            case "a PASS of another epoch counts" when input is RolloutInput.Judged { Verdict: Verdict.Pass } judged:
                return Sound(state, memory, judged with { Epoch = state.Epoch });
            case "an unknown read counts as agreeing" when input is RolloutInput.Answer { Is: AnswerKind.Unknown } unknown && memory.InFlight is { IsSet: false } && state.Verified:
                return Sound(state, memory, unknown with { Is = AnswerKind.Weight, Found = state.Weight });
            case "a freeze is forgotten" when state.Frozen:
                var thawed = Sound(state with { FrozenAt = null }, memory, input);
                return thawed with { State = Refold(plan, state, thawed, now) };
            case "FAIL only counts in a step" when input is RolloutInput.Judged { Verdict: Verdict.Fail } && !state.InStep:
                return Sound(state, memory, new RolloutInput.Tick());
            case "a long gap is forgotten" when input is RolloutInput.Open open:
                return Sound(state, memory, open with { Gap = Math.Min(open.Gap, plan.ResumeWithin), Known = true });
            case "doubt is forgotten":
                return Sound(state, memory with { Doubt = false }, input);
            case "applied counts as verified":
                return RolloutRules.Step(plan with { ReadBack = state.Phase == RolloutPhase.New }, state, memory, input, now);
            case "a rollback waits for the call in flight" when memory.InFlight is not null && input is RolloutInput.Abort or RolloutInput.Judged { Verdict: Verdict.Fail }:
                var waiting = Sound(state, memory, input);
                return waiting with { Actions = [.. waiting.Actions.Where(a => a is not RolloutAction.SetWeight)] };
            case "the latch is forgotten" when state.Latched && state.Phase == RolloutPhase.Backing && input is RolloutInput.Tick:
                var risen = new RolloutRecord.Move(state.Epoch + 1, state.Step, Weight.Full, Final: true, MoveReason.Promote);
                return new(state.With(plan, risen, now), memory, [risen], [new RolloutAction.SetWeight(memory.Calls + 1, Weight.Full, risen.Epoch, Final: true)], now + 10);
            case "the whole path is skipped":
                return Skip(plan, Sound(state, memory, input), state, now);
            default:
                return Sound(state, memory, input);
        }
    }

    private static RolloutTurn Skip(RolloutPlan plan, RolloutTurn turn, RolloutState before, long now)
    {
        var skipped = turn with { Records = [.. turn.Records.Select(r => r is RolloutRecord.Move { Why: MoveReason.Advance } m ? m with { Step = m.Step + 1 } : r)] };
        return plan.Ramp is null ? skipped : skipped with { State = Refold(plan, before, skipped, now) };
    }

    private static RolloutState Refold(RolloutPlan plan, RolloutState before, RolloutTurn turn, long now) =>
        turn.Records.Aggregate(before, (state, record) => state.With(plan, record, now));
}
