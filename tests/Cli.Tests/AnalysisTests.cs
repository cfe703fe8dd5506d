using System.Text.Json.Nodes;

namespace CanaryJudge.Cli.Tests;

/// <summary>The commands on analyses, against a real server.</summary>
public sealed class AnalysisTests(ServerProcess server)
{
    [Fact]
    public async Task An_analysis_is_created_fed_watched_exported_and_says_the_same_offline()
    {
        using var folder = new TempFolder().With("pool");
        var id = Id();
        var policy = folder.At("pool/policy.yaml");

        Assert.Equal($"{id}\n", (await AskAsync("create", id, "-p", policy, "--label", $"id={id}")).Exits(0).Out);
        Assert.Contains("no look yet", (await AskAsync("show", id)).Exits(4).Out, StringComparison.Ordinal);
        var pushed = (await AskAsync("push", id, folder.At("pool"))).Exits(0);
        var again = (await AskAsync("push", id, folder.At("pool"))).Exits(0);
        var watched = (await AskAsync("watch", id)).Exits(1);
        var shown = (await AskAsync("show", id, "-o", "json")).Exits(1);
        (await AskAsync("export", id, folder.At("out"))).Exits(0);
        var replayed = (await Call.ToolAsync("replay", folder.At("out"), "-o", "json")).Exits(1);
        var listed = (await AskAsync("list", "--state", "failed", "--label", $"id={id}")).Exits(0);

        Assert.Equal("15 of 30 batches pushed, 2,371 rows accepted. The analysis has ended (FAILED) and takes no more\n", pushed.Out);
        Assert.Equal("0 of 30 batches pushed, 15 durable before, 0 rows accepted. The analysis has ended (FAILED) and takes no more\n", again.Out);
        Assert.StartsWith("2026-03-02T10:14:00Z look=14 verdict=FAIL metric=latency_ms measure=p99 ", watched.Out, StringComparison.Ordinal);
        Assert.Contains(" state=FAILED\n", watched.Out, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(shown.Out)!["judgement"], JsonNode.Parse(replayed.Out.TrimEnd('\n').Split('\n')[^2])!["judgement"]));
        Assert.Matches($"^FAILED {{8}}{id}  [0-9: -]+ UTC  14 looks  id={id}\n$", listed.Out);
        Assert.Equal(File.ReadAllText(policy), folder.Text("out/policy.yaml"));
    }

    [Fact]
    public async Task A_file_that_has_grown_is_pushed_on_from_where_it_was()
    {
        using var folder = new TempFolder();
        var id = Id();
        var policy = folder.Write("policy.yaml", "metrics: [{name: latency_ms, kind: samples}]");
        (await AskAsync("create", id, "-p", policy)).Exits(0);

        (await AskAsync("push", id, folder.Write("data.csv", Minutes(3)))).Exits(0);
        var grown = JsonNode.Parse((await AskAsync("push", id, folder.Write("data.csv", Minutes(5)), "-o", "json")).Exits(0).Out)!;
        var other = await AskAsync("push", id, folder.Write("data.csv", Minutes(5, last: 999)));

        Assert.Equal((2, 3, 40L, false), ((int)grown["pushed"]!, (int)grown["repeated"]!, (long)grown["accepted"]!, (bool)grown["ended"]!));
        other.IsRefused("begin like data pushed before", "--producer");
    }

    [Fact]
    public async Task Rows_of_metrics_that_the_policy_does_not_name_are_told_and_alone_are_an_error()
    {
        using var folder = new TempFolder();
        var id = Id();
        (await AskAsync("create", id, "-p", folder.Write("policy.yaml", "metrics: [{name: other}]"))).Exits(0);

        var pushed = (await AskAsync("push", id, folder.Write("data.csv", Minutes(1)))).Exits(2);

        Assert.Equal("1 of 1 batches pushed, 0 rows accepted, 20 rejected: METRIC_NOT_IN_POLICY\n", pushed.Out);
    }

    [Fact]
    public async Task Data_come_from_a_pipe_and_an_analysis_ends_when_it_is_told_to()
    {
        using var folder = new TempFolder();
        var id = Id();
        (await AskAsync("create", id, "-p", folder.Write("policy.yaml", "metrics: [{name: latency_ms, kind: samples}]"), "--max", "1h", "--bucket", "30s")).Exits(0);

        await using (var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Minutes(3))))
        {
            (await new Call("analysis", "push", id, "-", "--server", server.Grpc) { Input = text.CopyToAsync }.RunAsync()).Exits(0);
        }

        Assert.Contains("INCONCLUSIVE", (await AskAsync("finish", id)).Exits(3).Out, StringComparison.Ordinal);
        Assert.Equal($"{id}: INCONCLUSIVE\n", (await AskAsync("cancel", id)).Exits(0).Out);
        Assert.Equal($"{id}: deleted\n", (await AskAsync("delete", $"analyses/{id}")).Exits(0).Out);
        (await AskAsync("show", id)).IsRefused($"There is no analysis '{id}'");
    }

    [Fact]
    public async Task Another_policy_says_what_it_would_have_done()
    {
        using var folder = new TempFolder().With("pool");
        var id = Id();
        (await AskAsync("create", id, "-p", folder.At("pool/policy.yaml"))).Exits(0);
        (await AskAsync("push", id, folder.At("pool"))).Exits(0);
        (await AskAsync("export", id, folder.At("out"))).Exits(0);

        var lenient = await Call.ToolAsync("replay", folder.At("out"), "-p", folder.Write("lenient.yaml", "metrics: [{name: latency_ms, kind: samples, guards: []}]"));
        var nameless = await Call.ToolAsync("replay", folder.At("out"), "-p", folder.Write("nameless.yaml", "name: x"));
        var again = await AskAsync("export", id, folder.At("out"));
        folder.Write("out/analysis.jsonl", folder.Text("out/analysis.jsonl").Split('\n')[0] + "\n{\"mark\": 7}\n");
        var damaged = await Call.ToolAsync("replay", folder.At("out"));

        Assert.NotEqual(1, lenient.Code);
        nameless.IsRefused("names no metric");
        again.IsRefused("name another folder");
        damaged.IsRefused("analysis.jsonl:2 error");
    }

    [Fact]
    public async Task A_watch_that_runs_out_of_time_exits_with_124()
    {
        using var folder = new TempFolder();
        var id = Id();
        (await AskAsync("create", id, "-p", folder.Write("policy.yaml", "metrics: [{name: latency_ms}]"))).Exits(0);

        (await AskAsync("watch", id, "--timeout", "500ms")).Exits(124);
    }

    [Theory]
    [InlineData("list", "--state", "open")]
    [InlineData("list", "--label", "x")]
    [InlineData("list", "--limit", "-1")]
    [InlineData("create", "--max", "soon")]
    public async Task Wrong_options_are_named(string command, string option, string value) => (await AskAsync(command, option, value)).IsRefused(option);

    [Fact]
    public async Task No_server_exits_with_5() =>
        Assert.Contains("canaryjudge serve", (await Call.ToolAsync("analysis", "list", "--server", "127.0.0.1:1")).Exits(5).Error, StringComparison.Ordinal);

    private static string Id() => $"cli-{Guid.NewGuid():N}"[..20];

    private static string Minutes(int minutes, int? last = null) => Csv.Header + string.Concat(
        Enumerable.Range(0, minutes * 10).SelectMany(i => new[] { "baseline", "canary" }.Select(arm =>
            FormattableString.Invariant($"{1_767_225_600 + (i * 6)},{arm},latency_ms,{(i == (minutes * 10) - 1 ? last : null) ?? 100 + (i % 7)}\n"))));

    private Task<Ran> AskAsync(params string[] arguments) => Call.ToolAsync(["analysis", .. arguments, "--server", server.Grpc]);
}
