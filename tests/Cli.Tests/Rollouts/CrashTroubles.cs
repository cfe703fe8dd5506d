using System.Diagnostics;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>What else can go wrong, with real processes.</summary>
internal static class CrashTroubles
{
    /// <summary>SIGSTOP between the confirmation and the call; the lock is taken away; a newcomer rolls back; SIGCONT.</summary>
    public static async Task AStoppedRunnerIsFencedOutAsync()
    {
        var (stopped, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        Process? old = null;
        async Task At(TapMoment moment)
        {
            if (moment is { IsSet: true, Stage: TapStage.Asked } && !stopped.Task.IsCompleted)
            {
                await Call.SignalAsync(old!, "STOP");
                stopped.SetResult();
                await goOn.Task;
            }
        }

        using var run = await CrashRun.StartAsync(CrashRun.Waiting, At);
        old = run.Run();
        await stopped.Task;
        Assert.Equal(7, await run.RunToEndAsync());
        File.Delete(Path.Combine(run.Folder, "lock"));
        var newcomer = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        await Call.SignalAsync(newcomer, "TERM");
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any(v => v.Weight == Weight.Zero));

        // Its call lands now, after the newcomer's zero; and it wakes up.
        goOn.SetResult();
        await Call.SignalAsync(old, "CONT");

        Assert.Equal(7, await CrashRun.EndAsync(old));
        Assert.Equal(130, await CrashRun.EndAsync(newcomer));
        Assert.Contains(run.Records, r => r is RolloutRecord.Drift { Asked.BasisPoints: 0 });
        await run.AssertEndAsync(RolloutOutcome.RolledBack, Weight.Zero);
    }

    public static async Task AnotherHandIsPutRightAsync()
    {
        using var run = await CrashRun.StartAsync(CrashRun.ByTime.Replace("min: 1s", "min: 3s", StringComparison.Ordinal));
        var runner = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        await run.Target.EditAsync(50);

        Assert.Equal(0, await CrashRun.EndAsync(runner));
        Assert.Contains(new RolloutRecord.Drift(new(5000), new(500)), run.Records);
        await run.AssertEndAsync(RolloutOutcome.Promoted, Weight.Full);
    }

    public static async Task ATargetThatLostItsWeightIsSetAgainAsync()
    {
        using var run = await CrashRun.StartAsync(CrashRun.ByTime.Replace("min: 1s", "min: 3s", StringComparison.Ordinal));
        var runner = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        run.Target.Kill();
        await run.Target.StartAsync();

        Assert.Equal(0, await CrashRun.EndAsync(runner));
        Assert.Contains(new RolloutRecord.Drift(Weight.Zero, new(500)), run.Records);
        await run.AssertEndAsync(RolloutOutcome.Promoted, Weight.Full);
    }

    public static async Task ATargetThatIsDownIsWaitedForInARollbackAsync()
    {
        using var run = await CrashRun.StartAsync(CrashRun.Waiting);
        var runner = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        run.Target.Kill();
        await Call.SignalAsync(runner, "TERM");
        await run.UntilAsync(r => r.OfType<RolloutRecord.Rollback>().Any());
        await Task.Delay(TimeSpan.FromSeconds(3));
        await run.Target.StartAsync();
        await run.Target.EditAsync(25);

        Assert.Equal(130, await CrashRun.EndAsync(runner));
        await run.AssertEndAsync(RolloutOutcome.RolledBack, Weight.Zero);
    }

    public static async Task AJudgeThatIsDeadRollsBackAsync()
    {
        using var run = await CrashRun.StartAsync("judge: {server: \"http://127.0.0.1:1\"}\npolicy: {metrics: [{name: latency_ms}]}\nsteps: [{weight: 5%, min: 1s}]\nblind: {after: 3s}");

        Assert.Equal(5, await run.RunToEndAsync());
        await run.AssertEndAsync(RolloutOutcome.RolledBack, Weight.Zero);
    }

    /// <summary>A disk that others fill as soon as there is room: the reserve goes first, then nothing can be written.</summary>
    public static async Task AFullDiskGoesToZeroAsync()
    {
        using var run = await CrashRun.StartAsync(CrashRun.Waiting);
        Directory.CreateDirectory(run.Data);
        Assert.Equal(0, (await new Call("-t", "tmpfs", "-o", "size=400k", "tmpfs", run.Data) { Program = "mount" }.RunAsync()).Code);
        try
        {
            var runner = run.Run();
            await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
            using var full = new CancellationTokenSource();
            var filling = FillAsync(Path.Combine(run.Data, "others"), full.Token);

            // Each of these is a line, until there is no room for one more.
            for (var i = 0; await run.Target.WeightAsync() != Weight.Zero; i++)
            {
                Assert.False(runner.HasExited);
                await CommandSocket.AskAsync(run.Folder, new() { ["command"] = i % 2 == 0 ? "freeze" : "resume" }, CancellationToken.None);
            }

            Assert.False(run.Journal.State.Latched);
            await full.CancelAsync();
            await filling;

            Assert.Equal(6, await CrashRun.EndAsync(runner));
            Assert.Equal(RollbackReason.Journal, run.Journal.State.Reason);
            await run.AssertEndAsync(RolloutOutcome.RolledBack, Weight.Zero);
        }
        finally
        {
            await new Call("-l", run.Data) { Program = "umount" }.RunAsync();
        }
    }

    private static async Task FillAsync(string path, CancellationToken cancellation)
    {
        await using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            while (!cancellation.IsCancellationRequested)
            {
                try
                {
                    file.Write(new byte[64]);
                }
                catch (IOException)
                {
                    await Task.Delay(1, CancellationToken.None);
                }
            }
        }

        File.Delete(path);
    }
}
