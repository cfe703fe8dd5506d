using System.Text.Json.Nodes;
using CanaryJudge.Rollouts.Reading;

namespace CanaryJudge.Rollouts.Tests;

/// <summary>Every plan case of the independent model.</summary>
public sealed class PlanVectorTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Vectors.Plans.Count())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_file_becomes_the_plan_or_the_problems_of_the_model(int index)
    {
        var expected = Vectors.Plans.ElementAt(index);

        var reading = PlanReader.Read(expected["doc"]!.AsObject());

        Assert.Equal(
            (expected["problems"]?.AsArray() ?? []).Select(p => (string)p!).Order(StringComparer.Ordinal),
            reading.Problems.Select(p => p.Path).Order(StringComparer.Ordinal));
        Assert.Equal(expected["plan"]?.ToJsonString(), reading.Plan is { } plan ? PlanJson.Write(plan).ToJsonString() : null);
    }

    [Fact]
    public void A_plan_in_normal_form_is_read_back_as_it_was_written() =>
        Assert.All(Vectors.Plans.Where(p => p["plan"] is not null), p =>
            Assert.Equal(p["plan"]!.ToJsonString(), PlanJson.Write(PlanJson.Read(JsonNode.Parse(p["plan"]!.ToJsonString())!.AsObject())).ToJsonString()));
}
