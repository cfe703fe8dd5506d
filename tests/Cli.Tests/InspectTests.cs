using System.Text.Json.Nodes;

namespace CanaryJudge.Cli.Tests;

/// <summary>Looking without judging.</summary>
public sealed class InspectTests
{
    [Fact]
    public async Task A_case_is_shown_with_its_course_and_no_verdict()
    {
        var ran = (await Call.ToolAsync("inspect", "data/fixtures/wobble-heals")).Exits(0);

        Assert.Contains("Worse from 10:06 UTC to 10:18 UTC", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("FAIL", ran.Out, StringComparison.Ordinal);
        Assert.All(ran.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task A_file_of_one_arm_needs_no_column_for_it_and_judge_does()
    {
        using var folder = new TempFolder();
        var file = folder.Write("week.csv", "timestamp,cpu_percent\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"2026-03-02T10:{i:00}:00Z,{(i < 20 ? 10 : 30) + (i % 3)}\n")));

        var ran = (await Call.ToolAsync("inspect", file, "--output", "json")).Exits(0);
        (await Call.ToolAsync("judge", file)).Exits(2);

        var arm = JsonNode.Parse(ran.Out)!["metrics"]![0]!["arms"]!.AsArray().Single()!;
        Assert.Equal(("BASELINE", 40, "2026-03-02T10:20:00Z"), ((string)arm["arm"]!, (int)arm["count"]!, (string)arm["changes"]![0]!["time"]!));
    }

    [Fact]
    public async Task Json_leaves_out_what_could_not_be_computed()
    {
        var json = JsonNode.Parse((await Call.ToolAsync("inspect", "data/fixtures/constant-arms", "-o", "json")).Exits(0).Out)!;

        Assert.All(json["metrics"]!.AsArray(), m => Assert.Equal("points", (string)m!["kind"]!));
        Assert.DoesNotContain("NaN", json.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_data_and_bad_data_have_their_exit_codes()
    {
        (await Call.ToolAsync("inspect", "data/fixtures/no-data")).Exits(4);
        (await Call.ToolAsync("inspect", "nowhere.csv")).Exits(2);
    }
}
