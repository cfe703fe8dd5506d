using System.Diagnostics;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>A runner is stopped with SIGSTOP: a newcomer waits for a sign of life, takes over and comes to the end; woken up, the old one ends with 7.</summary>
internal static class StopRows
{
    public static IEnumerable<CrashCase> All =>
    [
        .. Enumerable.Range(1, 8).SelectMany(a => new[]
        {
            new CrashCase("stopped, a newcomer", $"before append {a}", () => AtAppendAsync(a, Snap.StopAfterConfirm)),
            new CrashCase("stopped, a newcomer", $"in append {a}", () => AtAppendAsync(a, Snap.StopInAppend)),
        }),
        .. new[] { 4, 5, 9, 10, 14, 15 }.Select(c => new CrashCase("stopped, a newcomer", $"call {c} sent, which lands when the newcomer is at its end", () => InCallAsync(c))),
        new("stopped, a newcomer", "abort becomes the runner", AbortTakesOverAsync),
    ];

    private static async Task AtAppendAsync(int append, Snap how)
    {
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), Journey.Forward.Plan);
        var (old, trap) = await Journey.Forward.AtAppendAsync(run, append, how);
        await UntilStoppedAsync(old);
        ((HaproxyTarget)run.Target).Tap.At = _ => Task.CompletedTask;
        await LetGoAsync(run, trap);

        await run.ExitsAsync(0, run.Run());
        await run.AssertEndAsync(RolloutOutcome.Promoted, Weight.Full);
        await Call.SignalAsync(old, "CONT");

        await run.ExitsAsync(7, old);
        await run.AssertEndAsync(RolloutOutcome.Promoted, Weight.Full);
    }

    private static async Task InCallAsync(int call)
    {
        var target = new HaproxyTarget();
        using var run = await CrashRun.StartAsync(target, Journey.Forward.Plan);
        var (stopped, land) = (new TaskCompletionSource(), new TaskCompletionSource());
        var old = await Journey.Forward.AtCallAsync(run, call, TapStage.Asked, async v =>
        {
            await Call.SignalAsync(v, "STOP");
            stopped.SetResult();
            await land.Task;
        });
        await stopped.Task;

        var newcomer = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any(v => v.Weight == Weight.Full));
        land.SetResult();
        await Call.SignalAsync(old, "CONT");

        await run.ExitsAsync(7, old);

        // One arm alone may change nothing where the other has no weight. What it changed is put right, on record.
        var (found, isEarly) = (await run.Target.WeightAsync(), !newcomer.HasExited);
        await run.ExitsAsync(0, newcomer);
        Assert.True(!isEarly || found == Weight.Full || run.Records.Any(r => r is RolloutRecord.Drift { Asked.BasisPoints: 10_000 }), $"{found} was found");
        await run.AssertEndAsync(RolloutOutcome.Promoted, Weight.Full);
    }

    private static async Task AbortTakesOverAsync()
    {
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), Journey.Back.Plan);
        var old = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        await Call.SignalAsync(old, "STOP");

        Assert.Equal(130, await run.TellAsync("abort"));
        await Call.SignalAsync(old, "CONT");

        await run.ExitsAsync(7, old);
        await run.AssertBackAsync(RollbackReason.Abort);
    }

    /// <summary>Takes the trap away, or what it was started with, without waking the process up.</summary>
    private static async Task LetGoAsync(CrashRun run, Trap? trap)
    {
        trap?.Dispose();
        if (trap is null)
        {
            await run.EndTracersAsync();
        }
    }

    private static Task UntilStoppedAsync(Process process)
    {
        // A traced process stands still for a moment at each call.
        var still = 0;
        return CrashRun.UntilAsync(() => Task.FromResult(process.HasExited ? throw new InvalidOperationException($"It has ended with {process.ExitCode}.") : (still = State(process) is 'T' or 't' ? still + 1 : 0) > 20));
    }

    private static char State(Process process)
    {
        var stat = File.ReadAllText($"/proc/{process.Id}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }
}
