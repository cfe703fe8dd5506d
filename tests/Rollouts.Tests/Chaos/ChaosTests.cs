namespace CanaryJudge.Rollouts.Tests.Chaos;

/// <summary>The promises hold whatever the target, the judge, people, the disk and the process do, at any time.</summary>
public sealed class ChaosTests
{
    private const int Runs = 4000;

    [Fact]
    public void Every_promise_holds_in_a_world_where_everything_goes_wrong()
    {
        var outcomes = new Dictionary<string, int>();
        for (var seed = 0; seed < Runs; seed++)
        {
            var run = new ChaosRun(seed);

            run.Run();

            var outcome = $"{run.End.Outcome} {run.End.Reason}";
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        // The world is wild enough to reach every end.
        var reached = outcomes.Keys.Order(StringComparer.Ordinal).ToList();
        Assert.All(Enum.GetValues<RolloutOutcome>(), o => Assert.Contains(reached, r => r.StartsWith($"{o} ", StringComparison.Ordinal)));
        Assert.All(Enum.GetValues<RollbackReason>(), r => Assert.Contains($"{RolloutOutcome.RolledBack} {r}", reached));
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "a PASS of another epoch counts", "I1" },
        { "an unknown read counts as agreeing", "I1" },
        { "a freeze is forgotten", "I5" },
        { "FAIL only counts in a step", "R1" },
        { "a long gap is forgotten", "R3" },
        { "doubt is forgotten", "I3" },
        { "applied counts as verified", "I9" },
        { "a rollback waits for the call in flight", "R2" },
        { "the latch is forgotten", "I" },
        { "the whole path is skipped", "I4" },
    };

    /// <summary>A check that finds nothing proves nothing: each of these faults must be found, and by the promise that it breaks.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public void A_planted_fault_is_found(string fault, string promise)
    {
        var violation = Enumerable.Range(0, 3000).Select(seed => Caught(fault, seed)).FirstOrDefault(v => v is not null);

        Assert.StartsWith(promise, violation?.Promise, StringComparison.Ordinal);
    }

    private static BrokenPromiseException? Caught(string fault, int seed)
    {
        try
        {
            new ChaosRun(seed, (plan, state, memory, input, now) => PlantedFaults.Step(fault, plan, state, memory, input, now)).Run();
            return null;
        }
        catch (BrokenPromiseException v)
        {
            return v;
        }
    }
}
