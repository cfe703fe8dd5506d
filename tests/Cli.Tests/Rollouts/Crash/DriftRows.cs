using System.Diagnostics;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>The target loses its weight, or somebody else sets another one, in each phase: put back, on record where the weight was verified, same end.</summary>
internal static class DriftRows
{
    // The first step lasts longer than any target takes to come back, so what happens in it is seen in it.
    private const string Plan = "judge: none\nverifyEvery: 1s\nsteps: [{weight: 10%, min: 20s, gate: time}, {weight: 25%, gate: approval}]";
    private static readonly Weight s_watched = new(1000), s_waiting = new(2500);

    private static readonly (string Name, Func<HaproxyTarget, Task> Do)[] s_haproxy =
    [
        ("HAProxy reloaded", t => t.ReloadAsync()),
        ("HAProxy restarted", async t =>
        {
            t.Kill();
            await t.StartAsync();
        }),
        ("weight edited in HAProxy", t => t.EditAsync(50)),
    ];

    private static readonly (string Name, bool Drifts, Func<NginxTarget, Task> Do)[] s_nginx =
    [
        ("NGINX restarted", false, RestartAsync),
        ("NGINX reinstalled", true, t =>
        {
            t.Reinstall();
            return RestartAsync(t);
        }),
        ("weight edited in NGINX", true, t => t.EditAsync(50)),
    ];

    public static IEnumerable<CrashCase> All =>
    [
        .. s_haproxy.SelectMany(t => new CrashCase[]
        {
            new(t.Name, "before the first move", () => BeforeAsync(t.Do, isEdit: t.Name.StartsWith("weight", StringComparison.Ordinal))),
            new(t.Name, "moving", () => UnverifiedAsync(t.Do, call: 7, isBack: false)) { IsShare = true },
            new(t.Name, "watching", () => VerifiedAsync(new HaproxyTarget(), t.Do, s_watched, drifts: true)),
            new(t.Name, "waiting for approval", () => VerifiedAsync(new HaproxyTarget(), t.Do, s_waiting, drifts: true)),
            new(t.Name, "leaving", () => LeavingAsync(t.Do)),
            new(t.Name, "going back", () => UnverifiedAsync(t.Do, call: 7, isBack: true)),
            new(t.Name, "at zero, not yet done", () => LingeringAsync(new HaproxyTarget(), t.Do, isEdit: t.Name.StartsWith("weight", StringComparison.Ordinal))),
        }),
        .. s_nginx.SelectMany(t => new CrashCase[]
        {
            new(t.Name, "moving", () => MovingAsync(t.Do)),
            new(t.Name, "watching", () => VerifiedAsync(new NginxTarget(), t.Do, s_watched, t.Drifts)),
            new(t.Name, "waiting for approval", () => VerifiedAsync(new NginxTarget(), t.Do, s_waiting, t.Drifts)) { IsShare = t.Name == "NGINX reinstalled" },
            new(t.Name, "at zero, not yet done", () => LingeringAsync(new NginxTarget(), t.Do, isEdit: t.Name.StartsWith("weight", StringComparison.Ordinal))),
        }),
    ];

    private static Task RestartAsync(NginxTarget target)
    {
        target.Kill();
        return target.StartAsync();
    }

    /// <summary>Before the first read: zero is as good as ever, another weight is somebody else's canary.</summary>
    private static async Task BeforeAsync(Func<HaproxyTarget, Task> happens, bool isEdit)
    {
        var target = new HaproxyTarget();
        using var run = await CrashRun.StartAsync(target, Journey.Forward.Plan);
        var runner = await Journey.Forward.AtCallAsync(run, 2, TapStage.Asked, _ => happens(target));

        await run.ExitsAsync(isEdit ? 6 : 0, runner);
        await run.AssertEndAsync(isEdit ? RolloutOutcome.Refused : RolloutOutcome.Promoted, isEdit ? new Weight(5000) : Weight.Full);
    }

    /// <summary>Between an order and the read that would verify it.</summary>
    private static async Task UnverifiedAsync(Func<HaproxyTarget, Task> happens, int call, bool isBack)
    {
        var journey = isBack ? Journey.Back : Journey.Forward;
        var target = new HaproxyTarget();
        using var run = await CrashRun.StartAsync(target, journey.Plan);
        await journey.PrepareAsync(run);
        var runner = await journey.AtCallAsync(run, call, TapStage.Asked, _ => happens(target));

        await run.ExitsAsync(journey.End.Exit, runner);
        await run.AssertEndAsync(journey.End.Outcome, journey.End.Weight);
    }

    private static async Task LeavingAsync(Func<HaproxyTarget, Task> happens)
    {
        var target = new HaproxyTarget();
        using var run = await CrashRun.StartAsync(target, Journey.Forward.Plan);
        var runner = await Journey.Forward.AtCallAsync(run, 17, TapStage.Asked, _ => happens(target));

        await run.ExitsAsync(0, runner);
        await run.AssertEndAsync(RolloutOutcome.Promoted, Weight.Full);
    }

    /// <summary>While NGINX is told of an order.</summary>
    private static async Task MovingAsync(Func<NginxTarget, Task> happens)
    {
        var target = new NginxTarget();
        using var run = await CrashRun.StartAsync(target, Plan);
        var runner = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Move>().Any());
        await happens(target);

        await ApproveAsync(run, runner);
    }

    /// <summary>When a weight is verified.</summary>
    private static async Task VerifiedAsync<T>(T target, Func<T, Task> happens, Weight weight, bool drifts)
        where T : ICrashTarget
    {
        using var run = await CrashRun.StartAsync(target, Plan);
        var runner = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any(v => v.Weight == weight));
        await happens(target);
        if (drifts)
        {
            await run.UntilAsync(r => r.OfType<RolloutRecord.Drift>().Any(d => d.Asked == weight));
        }

        await ApproveAsync(run, runner);
        Assert.Equal(drifts, run.Records.Any(r => r is RolloutRecord.Drift));
    }

    /// <summary>Put back and asked for anew, or never lost: then a person approves.</summary>
    private static async Task ApproveAsync(CrashRun run, Process runner)
    {
        await CrashRun.UntilAsync(() => Task.FromResult(run.Journal.State is { Phase: RolloutPhase.Approval }));
        await run.UntilAtAsync(s_waiting);
        await CrashRun.UntilAsync(async () => await run.TellAsync("approve") == 0);

        await run.ExitsAsync(0, runner);
        await run.AssertEndAsync(RolloutOutcome.Promoted, Weight.Full);
    }

    /// <summary>A restarted runner has brought it to zero and waits whether an earlier call lands. What leaves it at zero is no drift.</summary>
    private static async Task LingeringAsync<T>(T target, Func<T, Task> happens, bool isEdit)
        where T : ICrashTarget
    {
        using var run = await CrashRun.StartAsync(target, Plan);
        var first = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        await CrashRun.KillAsync(first);
        var runner = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Opened>().Count() == 2);
        await Call.SignalAsync(runner, "TERM");
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any(v => v.Weight == Weight.Zero));
        await happens(target);

        await run.ExitsAsync(130, runner);
        Assert.Equal(isEdit, run.Records.Any(r => r is RolloutRecord.Drift { Asked.BasisPoints: 0 }));
        await run.AssertBackAsync(RollbackReason.Abort);
    }
}
