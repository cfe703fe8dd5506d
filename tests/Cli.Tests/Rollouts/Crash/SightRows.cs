using System.Diagnostics;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>The analysis server, or Prometheus, is killed in a phase and never comes back.</summary>
internal static class SightRows
{
    private const int BlindAfter = 30;
    private const string Watching = "judge, min: 5m";

    public static IEnumerable<CrashCase> All =>
    [
        .. new[] { "the analysis server", "Prometheus" }.SelectMany(victim => new CrashCase[]
        {
            new($"{victim} killed", "before the start", () => GoesBackAsync(victim, (run, kill) =>
            {
                kill();
                return Task.FromResult(run.Run());
            })) { IsShare = victim != "Prometheus" },
            new($"{victim} killed", "moving", () => GoesBackAsync(victim, (run, kill) => Journey.Forward.AtCallAsync(run, 4, TapStage.Done, _ =>
            {
                kill();
                return Task.CompletedTask;
            }))) { IsShare = victim == "Prometheus" },
            new($"{victim} killed", "watching, before a verdict", () => GoesBackAsync(victim, (run, kill) => WhenAsync(run, kill, _ => Task.FromResult(run.Journal.State.Phase == RolloutPhase.Watching)), gate: Watching)),
            new($"{victim} killed", "watching, with data", () => GoesBackAsync(victim, (run, kill) => WhenAsync(run, kill, SeesAsync), exit: 4, gate: Watching)),
            new($"{victim} killed", "waiting for approval, with data", () => GoesBackAsync(victim, async (run, kill) =>
            {
                var clock = Stopwatch.StartNew();
                return await WhenAsync(run, kill, async _ => run.Journal.State.Phase == RolloutPhase.Approval && clock.Elapsed.TotalSeconds > BlindAfter + 10 && await SeesAsync(run));
            }, exit: 4)),
            new($"{victim} killed", "held for want of a conclusion", () => GoesBackAsync(victim, (run, kill) => WhenAsync(run, kill, async _ => run.Journal.State.Held == HoldReason.Inconclusive && await SeesAsync(run)), exit: 4, gate: "judge, min: 2s, max: 12s", more: "onInconclusive: hold")),
            new($"{victim} killed", "leaving", () => LeavesAsync(victim)),
            new($"{victim} killed", "going back", () => IsGoingBackAsync(victim)),
        }),
    ];

    private static async Task GoesBackAsync(string victim, Func<CrashRun, Action, Task<Process>> start, int? exit = null, string gate = "approval", string more = "")
    {
        await using var judge = await Judge.StartAsync();
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), Plan(judge, gate) + more);
        var runner = await start(run, () => judge.Kill(victim));

        var came = await CrashRun.EndAsync(runner);
        Assert.True(came is 4 or 5, $"exit {came}: {run.Said}");
        if (exit is null)
        {
            Assert.Contains(came, (int[])[4, 5]);
        }
        else
        {
            Assert.Equal(exit, came);
        }

        await run.AssertBackAsync(came == 4 ? RollbackReason.NoData : RollbackReason.Unavailable);
    }

    /// <summary>All traffic was decided: nobody has to judge any more.</summary>
    private static async Task LeavesAsync(string victim)
    {
        await using var judge = await Judge.StartAsync();
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), Plan(judge, "time, min: 2s"));
        var runner = await Journey.Forward.AtCallAsync(run, 8, TapStage.Asked, _ =>
        {
            judge.Kill(victim);
            return Task.CompletedTask;
        });

        await run.ExitsAsync(0, runner);
        await run.AssertEndAsync(RolloutOutcome.Promoted, Weight.Full);
    }

    private static async Task IsGoingBackAsync(string victim)
    {
        await using var judge = await Judge.StartAsync();
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), Plan(judge, "approval"));
        var runner = await Journey.Forward.AtCallAsync(run, 8, TapStage.Asked, _ =>
        {
            judge.Kill(victim);
            return Task.CompletedTask;
        });
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        await Call.SignalAsync(runner, "TERM");

        await run.ExitsAsync(130, runner);
        await run.AssertBackAsync(RollbackReason.Abort);
    }

    private static string Plan(Judge judge, string gate) => $$"""
        policy: {metrics: [{name: cpu, kind: points}]}
        judge: {server: "{{judge.Server}}", bucket: 1s, lateness: 1s}
        source:
          kind: prometheus
          url: "{{judge.Prometheus}}"
          step: 1s
          arms: {baseline: {version: "1"}, canary: {version: "2"} }
          metrics:
            cpu:
              value: cpu{version="$version"}
        verifyEvery: 30s
        blind:
          after: {{BlindAfter}}s
        steps:
          - {weight: 25%, gate: {{gate}} }

        """;

    private static async Task<Process> WhenAsync(CrashRun run, Action kill, Func<CrashRun, Task<bool>> holds)
    {
        var runner = run.Run();
        await CrashRun.UntilAsync(async () => runner.HasExited || await holds(run));
        Assert.False(runner.HasExited, run.Said);
        kill();
        return runner;
    }

    /// <summary>Whether the judge has said something of this epoch.</summary>
    private static async Task<bool> SeesAsync(CrashRun run) =>
        (await CommandSocket.AskAsync(run.Folder, new() { ["command"] = "status" }, CancellationToken.None))?["status"]?["verdict"] is not null;
}
