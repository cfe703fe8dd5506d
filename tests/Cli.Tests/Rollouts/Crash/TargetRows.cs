using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>A target that is down in a rollback, and one that nobody watches any more.</summary>
internal static class TargetRows
{
    public static IEnumerable<CrashCase> All =>
    [
        new("target down in a rollback", "for ten minutes, with an alarm each five", () => DownAsync(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(15), alarms: 2)),
        new("target down in a rollback", "for some seconds", () => DownAsync(TimeSpan.FromSeconds(4), alarms: 0)) { IsShare = true },
        new("target down in a rollback", "for ever, given up after 15 s, then started again", NeverBackAsync),
        new("never started again before our proxy", "killed when the weight is there", () => DeadManAsync(TimeSpan.Zero)) { IsShare = true },
        new("never started again before our proxy", "killed after twice the expiry", () => DeadManAsync(TimeSpan.FromSeconds(12))),
        new("never started again before our proxy", "killed while waiting for approval", () => DeadManAsync(TimeSpan.FromSeconds(4))),
        new("never started again before our proxy", "killed in a rollback that stops on the way", DeadManOnTheWayAsync),
    ];

    private static async Task DownAsync(TimeSpan time, int alarms)
    {
        var target = new HaproxyTarget();
        using var run = await CrashRun.StartAsync(target, Journey.Back.Plan);
        var runner = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        target.Kill();
        await Call.SignalAsync(runner, "TERM");
        await run.UntilAsync(r => r.OfType<RolloutRecord.Rollback>().Any());
        await Task.Delay(time);
        Assert.False(runner.HasExited);
        Assert.Equal(alarms, run.Records.Count(r => r is RolloutRecord.Alarm));
        await target.StartAsync();
        await target.EditAsync(25);

        await run.ExitsAsync(130, runner);
        await run.AssertBackAsync(RollbackReason.Abort);
    }

    private static async Task NeverBackAsync()
    {
        var target = new HaproxyTarget();
        using var run = await CrashRun.StartAsync(target, Journey.Back.Plan);
        var runner = run.Run("--timeout", "15s");
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        target.Kill();
        await Call.SignalAsync(runner, "TERM");

        await run.ExitsAsync(6, runner);
        Assert.Contains("shop is not at zero", run.Said, StringComparison.Ordinal);
        Assert.Equal(RolloutPhase.Backing, run.Journal.State.Phase);
        await target.StartAsync();
        await target.EditAsync(25);

        await run.ExitsAsync(130, run.Run());
        await run.AssertBackAsync(RollbackReason.Abort);
    }

    private static async Task DeadManAsync(TimeSpan after)
    {
        using var run = await CrashRun.StartAsync(new ProxyTarget(), "judge: none\nverifyEvery: 1s\nsteps: [{weight: 25%, min: 2s, gate: approval}]\nresume: {within: 6s}");
        var runner = run.Run();
        await run.UntilAtAsync(new(2500));
        await Task.Delay(after);
        Assert.Equal(new Weight(2500), await run.Target.WeightAsync());
        await CrashRun.KillAsync(runner);

        // By itself.
        await run.UntilAtAsync(Weight.Zero);

        // Whoever comes too late finds it there and does not raise it again.
        await Task.Delay(TimeSpan.FromSeconds(2));
        await run.ExitsAsync(6, run.Run());
        await run.AssertBackAsync(RollbackReason.Gap);
    }

    private static async Task DeadManOnTheWayAsync()
    {
        using var run = await CrashRun.StartAsync(
            new ProxyTarget(), "judge: none\nverifyEvery: 1s\nsteps: [{weight: 25%, gate: approval}]\nresume: {within: 6s}\nrollback: {style: stepped, through: [10%], every: 10m}");
        var runner = run.Run();
        await run.UntilAtAsync(new(2500));
        await Call.SignalAsync(runner, "TERM");
        await run.UntilAtAsync(new(1000));
        await CrashRun.KillAsync(runner);

        await run.UntilAtAsync(Weight.Zero);
        Assert.Equal(new Weight(1000), run.Journal.State.Weight);
    }
}
