namespace CanaryJudge.Rollouts.Tests;

/// <summary>A target that cannot be read: what it says is in force counts, and only that.</summary>
public sealed class NoReadBackTests
{
    private static readonly RolloutPlan Plan = new() { Steps = [new() { Weight = new(500), Min = 10, Max = 100, Gate = Gate.Time }], ReadBack = false, Settle = 0, BlindAfter = 0 };

    [Fact]
    public void It_goes_from_start_to_end_without_a_read()
    {
        var host = new Host(Plan);

        host.Feed(new RolloutInput.Open(1, 0, Known: true, First: true), 0);
        host.Feed(new RolloutInput.Answer(1, AnswerKind.Applied), 1);
        host.Feed(new RolloutInput.Tick(), 11);
        host.Feed(new RolloutInput.Answer(2, AnswerKind.Applied), 12);

        Assert.Equal(RolloutOutcome.Promoted, host.State.Outcome);
        Assert.DoesNotContain(host.Actions, a => a is RolloutAction.ReadWeight);
    }

    [Fact]
    public void What_was_not_confirmed_is_asked_for_again_and_again()
    {
        var host = new Host(Plan);

        host.Feed(new RolloutInput.Open(1, 0, Known: true, First: true), 0);
        host.Feed(new RolloutInput.Answer(1, AnswerKind.Unknown), 1);
        host.Feed(new RolloutInput.Tick(), 2);

        Assert.False(host.State.Verified);
        Assert.Equal(2, host.Actions.Count(a => a is RolloutAction.SetWeight { Weight.BasisPoints: 500, Epoch: 1 }));
    }

    [Fact]
    public void After_a_restart_the_weight_is_set_again_before_anything_rises()
    {
        var host = new Host(Plan);
        host.Feed(new RolloutInput.Open(1, 0, Known: true, First: true), 0);
        host.Feed(new RolloutInput.Answer(1, AnswerKind.Applied), 1);

        host.Kill();
        host.Feed(new RolloutInput.Open(2, 20, Known: true, First: false), 21);

        Assert.Equal(RolloutPhase.Watching, host.State.Phase);
        Assert.IsType<RolloutAction.SetWeight>(host.Actions[^2]);
        host.Feed(new RolloutInput.Answer(1, AnswerKind.Applied), 22);
        Assert.Equal(RolloutPhase.Leaving, host.State.Phase);
    }

    private sealed class Host(RolloutPlan plan)
    {
        private RolloutMemory _memory = RolloutMemory.Fresh;

        public RolloutState State { get; private set; } = RolloutState.Initial;

        public List<RolloutAction> Actions { get; } = [];

        public void Kill() => _memory = RolloutMemory.Fresh;

        public void Feed(RolloutInput input, long now)
        {
            var turn = RolloutRules.Step(plan, State, _memory, input, now);
            (State, _memory) = (turn.State, turn.Memory);
            Actions.AddRange(turn.Actions);
        }
    }
}
