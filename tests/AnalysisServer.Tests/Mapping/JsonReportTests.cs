using System.Text.Json.Nodes;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using Google.Protobuf;

namespace CanaryJudge.AnalysisServer.Tests.Mapping;

public sealed class JsonReportTests
{
    private static readonly JsonNode Json = JsonNode.Parse(JsonReport.Write(Samples.Judgement, indented: false))!;
    private static readonly JsonNode Metric = Json["metrics"]![0]!;

    [Fact]
    public void Names_are_readable_and_times_are_utc()
    {
        Assert.Equal(("FAIL", "HARM_PROVEN", "ROLL_BACK"), ((string)Json["verdict"]!, (string)Json["reasonCode"]!, (string)Json["action"]!));
        Assert.Equal("2025-10-09T08:00:00Z", (string)Json["from"]!);
        Assert.Equal("420s", (string)Metric["needed"]!["duration"]!);
    }

    [Fact]
    public void Counts_are_numbers_and_sixty_four_bit_integers_are_strings()
    {
        Assert.Equal(9_007_199_254_740_992, (double)Metric["canary"]!["count"]!);
        Assert.Equal("18446744073709551615", (string)Json["seed"]!);
    }

    [Fact]
    public void Defaults_are_written_and_what_could_not_be_computed_is_left_out()
    {
        Assert.False((bool)Metric["muted"]!);
        Assert.Empty(Metric["canary"]!["quantiles"]!.AsArray());
        Assert.Equal(0, (double)Json["groups"]![0]!["score"]!);
        Assert.False(Metric["canary"]!.AsObject().ContainsKey("mean"));
        Assert.False(Metric["effect"]!.AsObject().ContainsKey("relativeUpper"));
        Assert.False(Metric["guards"]![0]!.AsObject().ContainsKey("pValue"));
    }

    [Fact]
    public void One_line_is_one_line_and_indented_says_the_same()
    {
        var indented = JsonReport.Write(Samples.Judgement, indented: true);

        Assert.DoesNotContain('\n', JsonReport.Write(Samples.Judgement, indented: false));
        Assert.Contains('\n', indented);
        Assert.True(JsonNode.DeepEquals(Json, JsonNode.Parse(indented)));
    }

    [Fact]
    public void The_contract_reads_its_own_report()
    {
        var read = JsonParser.Default.Parse<Judgement>(JsonReport.Write(Samples.Judgement, indented: true));

        Assert.Equal(ToWire.Judgement(Samples.Judgement), read);
    }
}
