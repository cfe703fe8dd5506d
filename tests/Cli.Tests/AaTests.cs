using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace CanaryJudge.Cli.Tests;

/// <summary>False alarms on a user's own history, and what a decision takes.</summary>
public sealed class AaTests
{
    [Fact]
    public async Task An_exchangeable_history_keeps_the_promise_and_the_same_seed_says_the_same()
    {
        using var folder = new TempFolder();
        var history = folder.Write("history.csv", Errors(minutes: 600));

        var ran = await Call.ToolAsync("aa", history, "--pairs", "800", "--seed", "1", "-o", "json");
        var again = await Call.ToolAsync("aa", history, "--pairs", "800", "--seed", "1", "-o", "json");

        var dealt = JsonNode.Parse(ran.Out.Split('\n')[0])!;
        Assert.Equal(ran.Out, again.Out);
        Assert.Equal(("dealt", 0.05), ((string)dealt["pairs"]!, (double)dealt["promised"]!));
        Assert.InRange((int)dealt["count"]!, 700, 900);
        Assert.True((double)dealt["lower"]! <= 0.05, ran.Out);
    }

    [Fact]
    public async Task A_history_that_drifts_breaks_the_promise_for_arms_of_different_times_and_says_what_to_do()
    {
        using var folder = new TempFolder();
        var text = new StringBuilder(Csv.Header);
        for (var i = 0; i < 24 * 60; i++)
        {
            // Twice as busy every two hours.
            text.Append(CultureInfo.InvariantCulture, $"{1_767_225_600 + (i * 60)},baseline,cpu_percent,{(10 + (i % 120)) * (1 + (0.01 * (i * 7919 % 11)))}\n");
        }

        var ran = (await Call.ToolAsync("aa", folder.Write("history.csv", text.ToString()), "--stretch", "40m")).Exits(1);

        var said = ran.Out.ReplaceLineEndings(" ");
        Assert.Contains("does not hold on this history. Failed by cpu_percent", said, StringComparison.Ordinal);
        Assert.Contains("come from different times", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_pair_may_be_looked_at_again_and_again()
    {
        using var folder = new TempFolder();

        var ran = await Call.ToolAsync("aa", folder.Write("history.csv", Errors(minutes: 300)), "--looks", "--pairs", "60", "--stretch", "30m");

        Assert.Contains("looked at whenever a bucket closes", ran.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.NotEqual(1, ran.Code);
    }

    [Fact]
    public async Task What_cannot_be_cut_into_pairs_is_told()
    {
        using var folder = new TempFolder();
        var history = folder.Write("history.csv", Errors(minutes: 30));

        (await Call.ToolAsync("aa", history, "--stretch", "1h")).IsRefused("too little for pairs of 1 h");
        Assert.Contains("--arm", (await Call.ToolAsync("aa", history, "--arm", "canary")).Exits(4).Error, StringComparison.Ordinal);
        (await Call.ToolAsync("aa", history, "--pairs", "0")).IsRefused("--pairs");
        (await Call.ToolAsync("aa", history, "--arm", "left")).IsRefused("--arm");
    }

    [Fact]
    public async Task A_plan_says_when_what_it_asks_for_takes_too_long()
    {
        using var folder = new TempFolder();
        var policy = folder.Write("policy.yaml", "name: checkout\nmetrics: [{name: errors, kind: ratio}, {name: cpu_percent, kind: points}]");

        var ran = (await Call.ToolAsync("plan", policy, "--traffic", "3000/min", "--max", "1h")).Exits(0);
        var learned = JsonNode.Parse((await Call.ToolAsync("plan", policy, "--history", folder.Write("history.csv", Errors(minutes: 300)), "--weight", "10%", "-o", "json")).Exits(0).Out)!;

        Assert.Contains("! cpu_percent does not pass in the 1 h planned, at 50%", ran.Out, StringComparison.Ordinal);
        Assert.Equal([true, false], learned["metrics"]!.AsArray().Select(m => (bool)m!["learned"]!));
        Assert.Equal(0.1, (double)learned["metrics"]![0]!["at"]![0]!["weight"]!);
        Assert.True((double)learned["metrics"]![0]!["at"]![0]!["toPass"]!["seconds"]! > 0);
    }

    [Theory]
    [InlineData("--traffic", "fast")]
    [InlineData("--weight", "0%")]
    [InlineData("--max", "soon")]
    public async Task Wrong_options_of_a_plan_are_named(string option, string value)
    {
        using var folder = new TempFolder();

        (await Call.ToolAsync("plan", folder.Write("policy.yaml", "metrics: [{name: errors}]"), option, value)).IsRefused(option);
    }

    [Fact]
    public async Task A_plan_needs_the_names_of_metrics()
    {
        using var folder = new TempFolder();

        (await Call.ToolAsync("plan", folder.Write("policy.yaml", "name: x"))).IsRefused("names its metrics");
    }

    private static string Errors(int minutes) => "timestamp,arm,metric,value,total\n" + string.Concat(
        Enumerable.Range(0, minutes).Select(i => string.Create(CultureInfo.InvariantCulture, $"{1_767_225_600 + (i * 60)},baseline,errors,{2 + (i * 7919 % 5)},{200 + (i * 104_729 % 17)}\n")));
}
