using System.Text.Json.Nodes;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Cli.Tests.Rollouts.Crash;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>The commands as people give them.</summary>
public sealed class RolloutCommandTests(ServerProcess server)
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

    [Theory]
    [InlineData("{kind: exec, command: null}", "controller.command must be a text.")]
    [InlineData("{kind: exec, command: [a]}", "controller.command must be a text.")]
    [InlineData("{kind: exec}", "An exec controller needs 'command'")]
    public async Task A_setting_that_is_wrong_is_reported_once(string controller, string problem)
    {
        using var folder = new TempFolder();
        var file = folder.Write("rollout.yaml", $"name: shop-1.1\njudge: none\ncontroller: {controller}\nsteps:\n  - {{weight: 25%}}\n");

        var lint = await Call.ToolAsync("rollout", "lint", file);

        Assert.Equal(2, lint.Code);
        var shown = string.Join(' ', lint.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(problem, shown, StringComparison.Ordinal);
        Assert.EndsWith(" 1 error", shown, StringComparison.Ordinal);
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
    public async Task The_same_file_under_another_name_is_judged_too()
    {
        using var folder = new TempFolder();
        foreach (var name in new[] { "twin-1", "twin-2" })
        {
            var file = folder.Write($"{name}.yaml", $$"""
                name: {{name}}
                judge: {server: "{{server.Grpc}}"}
                policy: {metrics: [{name: errors, kind: ratio}]}
                controller: {kind: dry-run}
                steps: [{weight: 5%, gate: time, min: 2s}]
                settle: 0s
                """);

            var ran = (await Call.ToolAsync("rollout", "run", file, "--data", folder.At("data"))).Exits(0);

            Assert.DoesNotContain("judge=", ran.Out, StringComparison.Ordinal);
            (await Call.ToolAsync("analysis", "show", name, "--server", server.Grpc)).Exits(4);
        }
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

    [Theory]
    [InlineData("judge: {server: \"http://ann:s3cret@judge:1\"}", "judge.server takes an address without user and password")]
    [InlineData("judge: {server: \"ftp://judge:1\"}", "judge.server takes an address such as http://127.0.0.1:50051, not 'ftp://judge:1'.")]
    [InlineData("notify: [{webhook: \"http://ann:s3cret@hooks\"}]", "notify[0] must be webhook or slack with an address")]
    [InlineData("notify: [{exec: \"\"}]", "notify[0] must be webhook or slack with an address")]
    [InlineData("controller: {kind: grpc, address: \"http://ann:s3cret@h:1\"}", "The address is http://host:port")]
    [InlineData("controller: {kind: proxy, control: \"http://ann:s3cret@127.0.0.1:1\"}", "It must be http:// with a loopback address")]
    [InlineData("controller: {kind: nginx, include: a, key: $a, status: \"http://ann:s3cret@127.0.0.1:1\"}", "The status is an address such as")]
    public async Task Addresses_that_cannot_be_used_are_refused_and_their_passwords_not_shown(string line, string expected)
    {
        using var folder = new TempFolder();
        string[] usual = ["judge: none", "controller: {kind: dry-run}"];
        var file = folder.Write("rollout.yaml", $"name: shop-1\nsteps: [{{weight: 5%}}]\n{line}\n{string.Join('\n', usual.Where(u => u.Split(':')[0] != line.Split(':')[0]))}\n");

        var lint = await Call.ToolAsync("rollout", "lint", file);

        Assert.Equal(2, lint.Code);
        Assert.Contains(expected, string.Join(' ', lint.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", lint.Out + lint.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_under_the_log_ends_no_rollout()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TempFolder();
        var file = folder.Write("rollout.yaml", "name: shop-1\njudge: none\ncontroller: {kind: dry-run}\nsettle: 0s\nsteps: [{weight: 5%, min: 1}]\n");

        (await new Call("-c", $"dotnet '{Call.Dll}' rollout run '{file}' --data '{folder.Root}' > /dev/full 2> /dev/full") { Program = "/bin/bash" }.RunAsync()).Exits(0);

        Assert.Equal(RolloutOutcome.Promoted, JournalContents.Read(folder.At("rollouts/shop-1")).State.Outcome);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("show")]
    [InlineData("watch")]
    public async Task A_journal_that_cannot_be_read_is_named(string command)
    {
        using var folder = new TempFolder();
        folder.Write("rollouts/shop-1/journal.jsonl", "garbage\ngarbage\n");

        var ran = await Call.ToolAsync("rollout", command, "shop-1", "--data", folder.Root);

        Assert.Contains("journal.jsonl:1: the line is damaged", ran.Exits(6).Error, StringComparison.Ordinal);
        Assert.Contains("journal cannot be read", (await Call.ToolAsync("rollout", "list", "--data", folder.Root)).Exits(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_that_is_closed_rolls_back_however_often_it_says_so()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TempFolder();
        var file = folder.Write("rollout.yaml", Waiting);

        var ran = await new Call("rollout", "run", file, "--data", folder.Root)
        {
            Meanwhile = async process =>
            {
                await Soon.UntilAsync(() => File.Exists(folder.At("rollouts/shop-1.1/runner.json")) && JournalContents.Read(folder.At("rollouts/shop-1.1")).State.Verified);
                await Call.SignalAsync(process, "HUP");
                await Call.SignalAsync(process, "HUP");
            },
        }.RunAsync();

        ran.Exits(130);
        Assert.Equal(RolloutOutcome.RolledBack, JournalContents.Read(folder.At("rollouts/shop-1.1")).State.Outcome);
    }
}
