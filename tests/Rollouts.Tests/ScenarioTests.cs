using System.Text.Json.Nodes;

namespace CanaryJudge.Rollouts.Tests;

/// <summary>Every turn of every scenario, as an independent model of the engine took it.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Names => [.. Vectors.Scenarios.Select(s => (string)s["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_turn_is_the_one_of_the_model(string name)
    {
        var scenario = Vectors.Scenarios.Single(s => (string)s["name"]! == name);
        var plan = Vectors.Plan(scenario);
        var (state, memory) = (RolloutState.Initial, RolloutMemory.Fresh);
        var journal = new List<(long, RolloutRecord)>();
        var expectedState = "";

        foreach (var turn in scenario["turns"]!.AsArray().Select(t => t!.AsObject()))
        {
            var now = (long)turn["t"]!;
            var input = Vectors.Input(turn["event"]!.AsObject());
            if (input is RolloutInput.Open { Fence: > 1 })
            {
                (state, memory) = (RolloutState.Fold(plan, journal), RolloutMemory.Fresh);
            }

            var got = RolloutRules.Step(plan, state, memory, input, now);
            (state, memory) = (got.State, got.Memory);
            journal.AddRange(got.Records.Select(r => (now, r)));

            expectedState = turn["state"] is { } s ? s.ToJsonString() : expectedState;
            var at = $"t={now} {turn["event"]!.ToJsonString()}\n";
            Assert.Equal(at + Lines(turn["records"]), at + Lines(got.Records.Select(RecordJson.Write)));
            Assert.Equal(at + Lines(turn["actions"]), at + Lines(got.Actions.Select(Vectors.Json)));
            Assert.Equal(at + expectedState, at + Vectors.Json(got.State).ToJsonString());
            Assert.Equal(at + turn["wake"]?.ToJsonString(), at + got.Wake);
            Assert.Equal(got.State, RolloutState.Fold(plan, journal));
        }

        var final = scenario["final"]!;
        Assert.Equal((string?)final["outcome"], state.Outcome is { } outcome ? RolloutWords.Of(outcome) : null);
        Assert.Equal((int?)final["exit"], state.Exit);
        Assert.Equal((int)final["records"]!, journal.Count);
    }

    private static string Lines(JsonNode? list) => Lines(list?.AsArray().Select(r => r!.AsObject()) ?? []);

    private static string Lines(IEnumerable<JsonObject> list) => string.Join('\n', list.Select(r => Vectors.Bare(r).ToJsonString()));
}
