using System.Text.Json.Nodes;

namespace CanaryJudge.Cli.Tests;

/// <summary>RemoteJudge requests in, Kayenta's results out.</summary>
public sealed class KayentaTests
{
    private static string Request { get; } = File.ReadAllText(Path.Combine(Checkout.Root, "examples", "requests", "kayenta.json")).Trim();

    [Fact]
    public async Task Each_request_gives_one_result_a_line()
    {
        using var folder = new TempFolder();

        var ran = (await Call.ToolAsync("kayenta", folder.Write("requests.jsonl", $"{Request}\n{Request}\n"))).Exits(0);

        var results = ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToArray();
        Assert.Equal(2, results.Length);
        Assert.All(results, r => Assert.Equal(("Fail", "High"), ((string)r["score"]!["classification"]!, (string)r["results"]![0]!["classification"]!)));
    }

    [Fact]
    public async Task A_broken_request_is_named_by_its_line_and_the_others_are_judged()
    {
        using var folder = new TempFolder();

        var ran = (await Call.ToolAsync("kayenta", folder.Write("requests.jsonl", $"{Request}\n{{\"canaryConfig\": NaN}}\n{Request}\n"))).Exits(2);

        Assert.Equal(2, ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("requests.jsonl:2: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_canary_config_is_a_policy_for_every_command()
    {
        using var folder = new TempFolder().With("shift");
        var config = folder.Write("canary-config.json", """{"name": "shop", "metrics": [{"name": "latency_ms", "groups": ["times"], "analysisConfigurations": {"canary": {"direction": "increase"}}}], "classifier": {"groupWeights": {"times": 100}, "scoreThresholds": {"pass": 95, "marginal": 75}}}""");

        var judged = JsonNode.Parse((await Call.ToolAsync("judge", folder.At("shift"), "-p", config, "-o", "json")).Exits(1).Out)!;
        var explained = (await Call.ToolAsync("explain", config)).Exits(0);
        var linted = (await Call.ToolAsync("lint", config)).Exits(0);

        Assert.Equal(("Fail", "High", 0.0), ((string)judged["kayenta"]!["classification"]!, (string)judged["metrics"]![0]!["kayenta"]!["classification"]!, (double)judged["groups"]![0]!["kayenta"]!["score"]!));
        Assert.Equal(("FAIL", "SCORE_BELOW_PASS"), ((string)judged["verdict"]!, (string)judged["reasonCode"]!));
        Assert.Contains("shop is judged by Kayenta's rules", explained.Out, StringComparison.Ordinal);
        Assert.Contains("no problems", linted.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_by_kayentas_rules_judges_the_same_cases_otherwise()
    {
        using var folder = new TempFolder().With("spread-only", "healthy-latency");

        var lines = (await Call.ToolAsync("batch", folder.Root, "--judge", "kayenta", "-o", "json")).Exits(1).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToArray();

        Assert.Equal([("healthy-latency", true), ("spread-only", false)], lines.Select(l => ((string)l["case"]!, (bool)l["asExpected"]!)));
        Assert.All(lines, l => Assert.Equal("Pass", (string)l["judgement"]!["kayenta"]!["classification"]!));
    }

    [Fact]
    public async Task No_request_at_all_is_an_error_that_says_what_one_is()
    {
        using var folder = new TempFolder();

        var ran = (await Call.ToolAsync("kayenta", folder.Write("empty.jsonl", "\n"))).Exits(2);

        Assert.Contains("holds no request", ran.Error, StringComparison.Ordinal);
    }
}
