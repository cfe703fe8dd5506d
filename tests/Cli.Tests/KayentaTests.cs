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
    public async Task No_request_at_all_is_an_error_that_says_what_one_is()
    {
        using var folder = new TempFolder();

        var ran = (await Call.ToolAsync("kayenta", folder.Write("empty.jsonl", "\n"))).Exits(2);

        Assert.Contains("holds no request", ran.Error, StringComparison.Ordinal);
    }
}
