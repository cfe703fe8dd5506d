using System.Text.Json.Nodes;

namespace CanaryJudge.Cli.Tests;

/// <summary>Past windows played as if live.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task A_slower_release_is_stopped_long_before_its_data_end()
    {
        var ran = (await Call.ToolAsync("replay", "data/fixtures/pool")).Exits(1);

        Assert.Matches("2026-03-02T10:14:00Z look=14 verdict=FAIL metric=latency_ms measure=p99 change=\\+[0-9]+% odds=[0-9]+ needs=80", ran.Out);
        Assert.Contains("14 looks", ran.Out, StringComparison.Ordinal);
        Assert.EndsWith("Ended at look 14, 14 min after the first data.\n", ran.Out, StringComparison.Ordinal);
        Assert.Empty(ran.Error);
    }

    [Fact]
    public async Task Json_has_one_object_a_look_and_the_end_last()
    {
        var ran = (await Call.ToolAsync("replay", "data/fixtures/healthy-latency", "-o", "json")).Exits(0);

        JsonNode[] lines = [.. ran.Out.TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!)];
        Assert.Equal(Enumerable.Range(1, lines.Length - 1), lines[..^1].Select(l => (int)l["look"]!));
        Assert.All(lines[..^1], l => Assert.NotNull(l["judgement"]!["verdict"]));
        Assert.Equal("PASS", (string?)lines[^1]["verdict"]);
        Assert.Equal((string?)lines[^2]["time"], (string?)lines[^1]["decidedAt"]);
        Assert.Equal(lines.Length - 1, (int)lines[^1]["looks"]!);
    }

    [Fact]
    public async Task It_ends_when_it_is_told_to_and_waits_for_a_minimum()
    {
        var early = (await Call.ToolAsync("replay", "data/fixtures/healthy-latency", "--max", "5m", "-o", "json")).Exits(3);
        var late = (await Call.ToolAsync("replay", "data/fixtures/healthy-latency", "--min", "20m", "-o", "json")).Exits(0);

        // To the end of the bucket in which the time is over.
        Assert.InRange((double)JsonNode.Parse(early.Out.TrimEnd('\n').Split('\n')[^1])!["elapsedSeconds"]!, 300, 360);
        Assert.InRange((double)JsonNode.Parse(late.Out.TrimEnd('\n').Split('\n')[^1])!["elapsedSeconds"]!, 1200, 1260);
    }

    [Theory]
    [InlineData("--speed", "0")]
    [InlineData("--max", "soon")]
    [InlineData("--bucket", "-1m")]
    public async Task Wrong_options_are_named(string option, string value) => (await Call.ToolAsync("replay", "data/fixtures/pool", option, value)).IsRefused(option);

    [Fact]
    public async Task Samples_without_times_cannot_be_played()
    {
        using var folder = new TempFolder();
        var path = folder.Write("data.csv", "timestamp,arm,metric,value\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $",{(i % 2 == 0 ? "baseline" : "canary")},latency_ms,{100 + i}\n")));

        (await Call.ToolAsync("replay", path)).IsRefused("The samples of latency_ms have no times");
    }

    [Fact]
    public async Task A_header_alone_is_nothing_to_play()
    {
        using var folder = new TempFolder();
        var path = folder.Write("data.csv", "time,arm,metric,value\n");

        Assert.Contains("there is nothing to play", (await Call.ToolAsync("replay", path)).Exits(4).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"sequence\": \"1\", \"values\": [1,")]
    [InlineData("{\"a\"")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task An_export_that_was_cut_short_is_named_with_its_line(string line)
    {
        using var folder = new TempFolder();
        folder.Write("analysis.jsonl", line + "\n");

        var ran = (await Call.ToolAsync("replay", folder.At("."))).Exits(2);

        Assert.Contains("analysis.jsonl:1 error: it is no entry of an exported analysis", ran.Error, StringComparison.Ordinal);
    }
}
