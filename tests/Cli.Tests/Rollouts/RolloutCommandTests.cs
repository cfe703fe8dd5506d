using System.Text.Json.Nodes;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Cli.Tests.Rollouts.Crash;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>The commands as people give them.</summary>
public sealed class RolloutCommandTests
{
    private const string Waiting = """
        apiVersion: canaryjudge/v1
        kind: Rollout
        name: shop-1.1
        judge: none
        controller: {kind: dry-run}
        steps: [{weight: 5%, min: 0}, {weight: 25%, gate: approval}]
        settle: 0s
        verifyEvery: 1s
        """;

    [Fact]
    public async Task Every_mistake_is_shown_at_once_with_its_place_and_the_key_that_was_meant()
    {
        using var folder = new TempFolder();
        folder.Write("policy.yaml", "metrics: [{name: errors, margn: 1%}]");
        var file = folder.Write("rollout.yaml", """
            apiVersion: canaryjudge/v1
            kind: Rollout
            name: Shop 1
            policy: policy.yaml
            controller: {kind: dry-rum}
            steps:
              - {weight: 25%}
              - {weight: 5%, min: 10 minutes}
            setle: 30s
            """);

        var lint = await Call.ToolAsync("rollout", "lint", file);

        Assert.Equal(2, lint.Code);
        string[] expected =
        [
            $"{file}:3:7 error: name must begin with", "policy.yaml:1:", $"{file}:5:20 error: Unknown controller 'dry-rum'. Did you mean 'dry-run'?",
            $"{file}:8:14 error: steps[1].weight falls from 25% to 5%", $"{file}:8:23 error: steps[1].min must be a duration", $"{file}:9:1 error: setle is not a key here. Did you mean settle?",
        ];
        var shown = string.Join(' ', lint.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(expected, e => Assert.Contains(Path.IsPathRooted(e) ? Path.GetFileName(e) : e, shown, StringComparison.Ordinal));
        Assert.Equal(2, (await Call.ToolAsync("rollout", "run", file)).Code);
    }

    [Fact]
    public async Task A_plan_shows_what_a_file_comes_to()
    {
        using var folder = new TempFolder();

        var plan = await Call.ToolAsync("rollout", "plan", folder.Write("rollout.yaml", Waiting));
        var json = await Call.ToolAsync("rollout", "plan", folder.At("rollout.yaml"), "--output", "json");

        Assert.Contains("2     25%      5m              1h        0        approval", plan.Out, StringComparison.Ordinal);
        Assert.Equal(2500, (int)JsonNode.Parse(json.Out)!["steps"]![1]!["weight"]!);
    }

    [Fact]
    public async Task A_rollout_is_followed_approved_and_shown()
    {
        using var folder = new TempFolder();
        var file = folder.Write("rollout.yaml", Waiting);
        var journal = folder.At("data/rollouts/shop-1.1");

        var run = await new Call("rollout", "run", file, "--data", folder.At("data"))
        {
            Meanwhile = async _ =>
            {
                await Soon.UntilAsync(() => JournalContents.Read(journal).State.Phase == RolloutPhase.Approval);
                var status = await TellAsync(folder, "status", "--output", "json");
                Assert.Equal("approval", (string?)JsonNode.Parse(status.Out)!["phase"]);
                Assert.Equal(7, (await Call.ToolAsync("rollout", "run", file, "--data", folder.At("data"))).Code);
                Assert.Equal(0, (await TellAsync(folder, "freeze")).Code);
                var refused = await TellAsync(folder, "approve");
                Assert.Equal((1, "canaryjudge: shop-1.1: frozen: resume first"), (refused.Code, refused.Said));
                Assert.Equal(0, (await TellAsync(folder, "resume")).Code);
                Assert.Equal(0, (await TellAsync(folder, "approve")).Code);
            },
        }.RunAsync();

        Assert.Equal(0, run.Code);
        Assert.Matches("Z asked=5 why=start epoch=1\n", run.Out);
        Assert.Matches("Z outcome=promoted weight=100 exit=0\n$", run.Out);
        var watch = await TellAsync(folder, "watch");
        Assert.Equal((0, run.Out.Split('\n').Length), (watch.Code, watch.Out.Split('\n').Length));
        var show = await TellAsync(folder, "show");
        Assert.Contains("promoted, the canary has 100%; exit 0", show.Out, StringComparison.Ordinal);
        Assert.Contains("shop-1.1                       promoted ", (await Call.ToolAsync("rollout", "list", "--data", folder.At("data"))).Out, StringComparison.Ordinal);
        Assert.Equal(5, (await TellAsync(folder, "approve")).Code);
        Assert.Equal(0, (await Call.ToolAsync("rollout", "run", file, "--data", folder.At("data"))).Code);

        folder.Write("rollout.yaml", Waiting.Replace("25%", "30%", StringComparison.Ordinal));
        var changed = await Call.ToolAsync("rollout", "run", file, "--data", folder.At("data"));
        Assert.Equal(2, changed.Code);
        Assert.Contains("was started with another file", changed.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_signal_can_leave_and_an_abort_becomes_the_runner()
    {
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), Journey.Back.Plan);
        var runner = run.Run("--on-stop", "leave");
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        await Call.SignalAsync(runner, "INT");
        Assert.Equal(130, await CrashRun.EndAsync(runner));
        Assert.Equal(new(2500), await run.Target.WeightAsync());

        var abort = await run.TellAsync("abort");

        Assert.Equal(130, abort);
        await run.AssertEndAsync(RolloutOutcome.RolledBack, Weight.Zero);
    }

    [Fact]
    public async Task A_damaged_journal_stops_everything_but_a_forced_abort()
    {
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), Journey.Back.Plan);
        var runner = run.Run("--on-stop", "leave");
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        await Call.SignalAsync(runner, "INT");
        await CrashRun.EndAsync(runner);
        var path = Path.Combine(run.Folder, JournalContents.FileName);
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, CancellationToken.None)).Replace("\"kind\":\"move\"", "\"kind\":\"mode\"", StringComparison.Ordinal), CancellationToken.None);

        Assert.Equal(6, await run.RunToEndAsync());
        Assert.Equal(6, await run.TellAsync("show"));
        Assert.Equal(6, await run.TellAsync("abort", "--force"));

        Assert.Equal(Weight.Zero, await run.Target.WeightAsync());
    }

    [Fact]
    public async Task A_journal_says_what_meters_count()
    {
        using var folder = new TempFolder();
        var file = folder.Write("rollout.yaml", Waiting);
        var port = FreePort();
        using var client = new HttpClient();
        var metrics = "";

        await new Call("rollout", "run", file, "--data", folder.At("data"), "--metrics-port", $"{port}")
        {
            Meanwhile = async p =>
            {
                await Soon.UntilAsync(() => JournalContents.Read(folder.At("data/rollouts/shop-1.1")).State.Phase == RolloutPhase.Approval);
                metrics = await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), CancellationToken.None);
                await Call.SignalAsync(p, "TERM");
            },
        }.RunAsync();

        string[] expected =
        [
            "canaryjudge_rollout_weight_ratio{kind=\"asked\",rollout=\"shop-1.1\"} 0.25", "canaryjudge_rollout_phase{phase=\"approval\",rollout=\"shop-1.1\"} 1",
            "canaryjudge_rollout_step{rollout=\"shop-1.1\"} 2", "canaryjudge_rollout_moves_total{rollout=\"shop-1.1\",why=\"start\"} 1", "canaryjudge_rollout_calls_total{answer=\"applied\",rollout=\"shop-1.1\"} 2",
        ];
        Assert.All(expected, e => Assert.Contains(e, metrics, StringComparison.Ordinal));
    }

    private static Task<Ran> TellAsync(TempFolder folder, string command, params string[] more) =>
        Call.ToolAsync(["rollout", command, "shop-1.1", "--data", folder.At("data"), .. more]);

    internal static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
