using System.Text.Json.Nodes;
using CanaryJudge.Rollouts.Reading;

namespace CanaryJudge.Rollouts.Tests.Reading;

public sealed class PlanReaderTests
{
    [Fact]
    public void An_unknown_key_names_the_one_that_was_meant() =>
        Assert.Equal("is not a key here. Did you mean settle?", Problem("""{"steps": [{"weight": "5%"}], "setle": "30s"}""", "setle"));

    [Fact]
    public void Two_forms_at_once_are_named() =>
        Assert.Equal(
            "exactly one of steps, ramp, canary, blueGreen, ab is needed, and there are steps and ab.",
            Problem("""{"steps": [{"weight": "5%"}], "ab": {"for": "1d"}}""", "steps"));

    [Theory]
    [InlineData("""{"steps": [{"weight": "5%", "gate": "judge"}], "judge": "none"}""", "steps[0].gate")]
    [InlineData("""{"ramp": {"kind": "evidence"}, "judge": "none"}""", "ramp.kind")]
    [InlineData("""{"ab": {"for": "1d"}, "judge": "none"}""", "ab.end")]
    [InlineData("""{"canary": {"gate": "judge", "steps": [{"setWeight": 20}]}, "judge": "none"}""", "canary.gate")]
    [InlineData("""{"steps": [{"weight": "5%"}], "rollback": {"through": ["5%"]}}""", "rollback.through")]
    [InlineData("""{"ramp": {"kind": "linear", "by": 0}}""", "ramp.by")]
    [InlineData("""{"ramp": {"kind": "linear", "from": "50%", "to": "10%"}}""", "ramp.to")]
    [InlineData("""{"ab": {"weight": "50%"}}""", "ab.for")]
    [InlineData("""{"steps": []}""", "steps")]
    [InlineData("""{"steps": [5]}""", "steps[0]")]
    [InlineData("""{"steps": [{}]}""", "steps[0].weight")]
    [InlineData("""{"canary": {"steps": [{"setWeight": 100}]}}""", "canary.steps")]
    [InlineData("""{"canary": {"steps": [{"pause": {}}]}}""", "canary.steps[0].pause")]
    [InlineData("""{"canary": {"steps": [{"setWeight": 40}, {"setWeight": 20}]}}""", "canary.steps[1].setWeight")]
    [InlineData("""{"steps": [{"weight": true}]}""", "steps[0].weight")]
    [InlineData("""{"steps": [{"weight": "5%"}], "onDrift": {"max": -1}}""", "onDrift.max")]
    [InlineData("""{"steps": [{"weight": "5%"}], "blind": "10m"}""", "blind")]
    public void A_mistake_is_found_at_its_place(string document, string path) => Assert.NotEmpty(Problem(document, path));

    [Fact]
    public void A_file_that_says_everything_is_read()
    {
        var reading = Read("""
            {"apiVersion": "canaryjudge/v1", "kind": "Rollout", "name": "shop", "policy": "policy.yaml", "judge": {"server": "http://127.0.0.1:50051"},
             "source": {"kind": "prometheus"}, "controller": {"kind": "haproxy"}, "defaults": {"min": "5m", "max": "1h", "traffic": 10, "gate": "judge"},
             "steps": [{"weight": "5%"}, {"weight": "25%", "min": "10m", "max": "2h", "traffic": 1000, "gate": "judge+approval"}],
             "onInconclusive": "hold", "rollback": {"style": "stepped", "through": ["25%", "5%"], "every": "30s"}, "onDrift": {"do": "reapply", "max": 5},
             "blind": {"after": "10m", "then": "hold"}, "resume": {"within": "10m"}, "hold": {"max": "24h"}, "approval": {"max": "1h"},
             "freeze": {"max": "2h"}, "deadline": "3d", "settle": "30s", "verifyEvery": "20s", "moveTimeout": "5m", "late": "60s",
             "onStop": "leave", "notify": [{"webhook": "https://example.com"}]}
            """);

        Assert.Empty(reading.Problems);
        Assert.Equal([new(500), new Weight(2500)], reading.Plan!.Rollback.Through);
        Assert.Equal((5, true, 259_200L), (reading.Plan.MaxDrifts, reading.Plan.BlindHolds, reading.Plan.Deadline));
    }

    [Fact]
    public void A_ramp_that_grows_by_a_hair_ends_all_the_same()
    {
        var reading = Read("""{"ramp": {"kind": "exponential", "from": "0%", "to": "1%", "factor": 1.01, "every": "1s"}}""");

        Assert.Equal(101, reading.Plan!.Steps.Count);
    }

    private static PlanReading Read(string json) => PlanReader.Read(JsonNode.Parse(json)!.AsObject());

    private static string Problem(string json, string path) => Assert.Single(Read(json).Problems, p => p.Path == path).Message;
}
