using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace CanaryJudge.Cli.Tests;

public sealed class OutputTests
{
    private static readonly string Pool = Checkout.Fixture("checkout-pool");

    [Fact]
    public async Task Text_leads_with_verdict_and_action_and_fits_80_columns()
    {
        var ran = (await Call.ToolAsync("judge", Pool)).Exits(1);

        Assert.StartsWith("✗ FAIL  roll back", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ran.Out);
        Assert.All(ran.Out.Split('\n'), l => Assert.InRange(l.Length, 0, 80));
        Assert.Empty(ran.Error);
    }

    [Fact]
    public async Task Ascii_says_the_same_in_ASCII_alone()
    {
        var ran = (await Call.ToolAsync("judge", Pool, "--ascii")).Exits(1);

        Assert.StartsWith("x FAIL  roll back", ran.Out, StringComparison.Ordinal);
        Assert.All(ran.Bytes, b => Assert.InRange(b, 10, 126));
    }

    [Fact]
    public async Task Json_is_one_object_alone_on_stdout_even_with_much_said()
    {
        var ran = (await Call.ToolAsync("judge", Pool, "-o", "json", "--verbose")).Exits(1);

        Assert.Equal("FAIL", JsonNode.Parse(ran.Out)!["verdict"]!.GetValue<string>());
        Assert.Contains("read 16 series", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_report_names_the_same_verdict_and_stdout_stays_text()
    {
        using var folder = new TempFolder();

        var ran = (await Call.ToolAsync(
            "judge", Pool, "--report", $"json={folder.At("a.json")}", "--report", $"junit={folder.At("b.xml")}", "--report", $"markdown={folder.At("c=c.md")}", "--report", $"github={folder.At("d d.txt")}", "--report", $"text={folder.At("e.txt")}")).Exits(1);

        Assert.StartsWith("✗ FAIL", ran.Out, StringComparison.Ordinal);
        Assert.Equal("FAIL", JsonNode.Parse(folder.Text("a.json"))!["verdict"]!.GetValue<string>());
        var suite = XDocument.Parse(folder.Text("b.xml")).Root!.Element("testsuite")!;
        Assert.Equal("checkout-pool", (string?)suite.Attribute("name"));
        Assert.Equal(["errors", "latency_ms"], suite.Elements("testcase").Where(c => c.Element("failure") is not null).Select(c => (string)c.Attribute("name")!).Order(StringComparer.Ordinal));
        Assert.StartsWith("## ✗ FAIL: roll back", folder.Text("c=c.md"), StringComparison.Ordinal);
        Assert.StartsWith("::error title=FAIL", folder.Text("d d.txt"), StringComparison.Ordinal);
        Assert.Equal(ran.Out, folder.Text("e.txt"));
    }

    [Fact]
    public async Task Quiet_prints_nothing_and_still_writes_reports()
    {
        using var folder = new TempFolder();

        var ran = (await Call.ToolAsync("judge", Pool, "--quiet", "--report", $"json={folder.At("a.json")}")).Exits(1);

        Assert.Empty(ran.Out);
        Assert.Empty(ran.Error);
        Assert.NotEmpty(folder.Text("a.json"));
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_an_error_with_its_path()
    {
        using var folder = new TempFolder();

        (await Call.ToolAsync("judge", Pool, "--report", $"json={folder.At("gone/a.json")}")).IsRefused(folder.At("gone/a.json"));
        (await Call.ToolAsync("judge", Pool, "--report", $"json={folder.Root}")).IsRefused(folder.Root);
    }

    [Fact]
    public async Task Names_that_attack_the_formats_stay_text()
    {
        using var folder = new TempFolder();
        string[] names = ["a \"\"b\"\"", "</testcase><x>", "::error::stop%0A", "| a | b |", "\u202Eltr", new string('n', 300), "=cmd|x", "`code` **b**"];
        var path = folder.Write("data.csv", Csv.Header + string.Concat(names.Select(n => Csv.Points(40, $"\"{n}\"")[Csv.Header.Length..])));

        var ran = (await Call.ToolAsync("judge", path, "--report", $"junit={folder.At("b.xml")}", "--report", $"github={folder.At("d.txt")}", "--report", $"json={folder.At("a.json")}")).Exits(0);

        Assert.DoesNotContain('\u202E', ran.Out);
        Assert.All(ran.Out.Split('\n'), l => Assert.InRange(l.Length, 0, 80));
        Assert.Equal(names.Length, XDocument.Parse(folder.Text("b.xml")).Descendants("testcase").Count());
        Assert.DoesNotContain("\n::error::stop", folder.Text("d.txt"), StringComparison.Ordinal);
        Assert.Equal(
            names.Select(n => n.Replace("\"\"", "\"", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            JsonNode.Parse(folder.Text("a.json"))!["metrics"]!.AsArray().Select(m => m!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }
}
