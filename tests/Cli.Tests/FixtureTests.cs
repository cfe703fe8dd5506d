using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CanaryJudge.Cli.Tests;

public sealed partial class FixtureTests
{
    private static readonly string[] SomeCases = ["shift", "low-traffic", "healthy-latency", "empty-canary"];

    [Fact]
    public async Task Every_fixture_is_judged_as_expected()
    {
        var ran = (await Call.ToolAsync("batch", "data/fixtures")).Exits(0);

        Assert.Empty(ran.Error);
        Assert.Equal(Checkout.FixtureNames.Length, CountOf(ran.Out, " as expected\n"));
        Assert.Contains($"{Checkout.FixtureNames.Length} cases in ", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("differs", ran.Out, StringComparison.Ordinal);
        Assert.All(ran.Out.Split('\n'), l => Assert.True(l.Length <= 80, l));
    }

    [Fact]
    public async Task Neither_zone_nor_locale_nor_colour_changes_a_byte_of_a_batch()
    {
        var json = (await Call.ToolAsync("batch", "data/fixtures", "--output", "json")).Exits(0);
        var text = (await Call.ToolAsync("batch", "data/fixtures")).Exits(0);
        var elsewhere = new Dictionary<string, string?> { ["TZ"] = "Asia/Kolkata", ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "tr_TR.UTF-8", ["NO_COLOR"] = "1" };

        var sameJson = await new Call("batch", "data/fixtures", "--output", "json") { Variables = elsewhere }.RunAsync();
        var sameText = await new Call("batch", "data/fixtures") { Variables = elsewhere }.RunAsync();

        Assert.Equal(json.Bytes, sameJson.Bytes);
        Assert.Equal(WithoutTime(text.Out), WithoutTime(sameText.Out));
    }

    [Fact]
    public async Task A_locale_without_UTF_8_prints_what_the_option_ascii_prints()
    {
        using var folder = new TempFolder().With(SomeCases);

        var asked = (await Call.ToolAsync("batch", folder.Root, "--ascii")).Exits(0);
        var byLocale = await new Call("batch", folder.Root) { Variables = { ["LC_ALL"] = "C" } }.RunAsync();

        Assert.Equal(WithoutTime(asked.Out), WithoutTime(byLocale.Out));
        Assert.All(asked.Bytes, b => Assert.InRange(b, 10, 126));
    }

    [Fact]
    public async Task Json_is_one_object_a_line_with_what_was_expected()
    {
        var ran = (await Call.ToolAsync("batch", "data/fixtures", "--output", "json")).Exits(0);

        JsonNode[] lines = [.. ran.Out.TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!)];
        Assert.Equal(Checkout.FixtureNames, lines.Select(l => l["case"]!.GetValue<string>()));
        Assert.All(lines, l => Assert.Equal(["case", "judgement", "expected", "asExpected"], l.AsObject().Select(p => p.Key)));
        Assert.All(lines, l => Assert.Equal(l["expected"]!.GetValue<string>(), l["judgement"]!["verdict"]!.GetValue<string>()));
        Assert.All(lines, l => Assert.True(l["asExpected"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_batch_writes_reports_for_CI_beside_its_lines()
    {
        using var folder = new TempFolder().With("shift").With("healthy-latency");

        var ran = (await new Call("batch", ".", "-v", "--report", "junit=cases.xml", "--report", "markdown=cases.md") { Folder = folder.Root }.RunAsync()).Exits(0);

        Assert.Contains("2 as expected", ran.Out, StringComparison.Ordinal);
        Assert.Contains("judged", ran.Error, StringComparison.Ordinal);
        Assert.Equal(["shift", "healthy-latency"], XDocument.Parse(folder.Text("cases.xml")).Descendants("testcase").Select(t => t.Attribute("name")!.Value));
        Assert.Contains("| ✗ FAIL | shift |", folder.Text("cases.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_judgement_in_a_batch_is_the_one_of_judge()
    {
        using var folder = new TempFolder().With("shift");
        var batch = (await Call.ToolAsync("batch", folder.Root, "--output", "json")).Exits(0);

        var judge = (await Call.ToolAsync("judge", folder.At("shift"), "--output", "json")).Exits(1);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(judge.Out), JsonNode.Parse(batch.Out)!["judgement"]));
    }

    [Theory]
    [InlineData("verdict: PASS\n", "expected PASS, got FAIL")]
    [InlineData("verdict: FAIL\nmetrics: {latency_ms: PASS}\n", "shift")]
    [InlineData("verdict: FAIL\nmetrics: {no_such_metric: FAIL}\n", "shift")]
    [InlineData("verdict: FAIL\nreasonCode: CRITICAL_METRIC_FAILED\n", "shift")]
    public async Task A_changed_expectation_exits_with_1_and_is_named(string expected, string named)
    {
        using var folder = new TempFolder().With("shift", "healthy-latency");
        folder.Write("shift/expected.yaml", expected);

        var ran = (await Call.ToolAsync("batch", folder.Root)).Exits(1);

        Assert.Contains("differs", ran.Out, StringComparison.Ordinal);
        Assert.Contains(named, ran.Out[ran.Out.IndexOf("\n\n", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("1 as expected, 1 differs", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_cannot_be_read_exits_with_2_and_the_others_are_judged()
    {
        using var folder = new TempFolder().With(SomeCases);
        folder.Write("broken/data.csv", "timestamp,arm,metric,value\n2026-01-01T00:00:00Z,baseline,m,1\n2026-01-01T00:00:00Z,canary,m,one\n");
        folder.Write("broken/expected.yaml", "verdict: PASS\n");

        var ran = (await Call.ToolAsync("batch", folder.Root)).Exits(2);
        var json = (await Call.ToolAsync("batch", folder.Root, "-o", "json", "--exit-zero")).Exits(2);

        Assert.Contains("broken/data.csv:3:4 error: value 'one'", ran.Said, StringComparison.Ordinal);
        Assert.Equal(SomeCases.Length, CountOf(ran.Out, "as expected\n"));
        var broken = json.Out.Split('\n').Select(l => l.Length > 0 ? JsonNode.Parse(l) : null).Single(l => l?["case"]?.GetValue<string>() == "broken")!;
        Assert.Null(broken["judgement"]);
        Assert.Contains("broken/data.csv:3:4", broken["problems"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_cases_and_no_folder_are_usage_errors()
    {
        using var folder = new TempFolder();
        folder.Write("notes/README.md", "none here");

        (await Call.ToolAsync("batch", folder.Root)).IsRefused("no case in", folder.Root);
        (await Call.ToolAsync("batch", folder.At("gone"))).IsRefused("there is no folder", folder.At("gone"));
        (await Call.ToolAsync("batch", folder.At("notes/README.md"))).IsRefused("notes/README.md");
        (await Call.ToolAsync("batch", "")).IsRefused("canaryjudge");
    }

    private static int CountOf(string text, string part) => text.Split(part).Length - 1;

    private static string WithoutTime(string text) => Time().Replace(text, "cases in T:");

    [GeneratedRegex("cases in [^:]*:", RegexOptions.None, 1000)]
    private static partial Regex Time();
}
