using System.Diagnostics;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>A runner is killed with SIGKILL at every point of a rollout forward and of one back, and started again in every way.</summary>
internal static class KillRows
{
    private const string Short = "within: 15s";

    public static IEnumerable<CrashCase> All =>
    [
        .. Each("at once", AtOnceAsync, j => j == Journey.Forward ? [10, 60] : [3]),
        .. Each("late", LateAsync, j => j == Journey.Forward ? [20] : []),
        .. Each("clock back 1 h", (j, p) => ClockAsync(j, p, -1), j => j == Journey.Forward ? [26] : []),
        .. Each("clock forward 1 h", (j, p) => ClockAsync(j, p, 1), j => j == Journey.Forward ? [] : [21]),
        .. Each("two at once", TwoAsync, j => j == Journey.Forward ? [28] : []),
        .. new[] { Journey.Forward, Journey.Back }.SelectMany(j => j.Points.Where(p => p.IsAfter).SelectMany(p => new[] { 0.0, 0.5, 1.0 }.Select(cut =>
            new CrashCase("last line torn", $"{j.Name}, {p}, {(cut == 0 ? "at its first byte" : cut == 1 ? "before its line feed" : "in the middle")}", () => TornAsync(j, p, cut))
            {
                IsShare = j == Journey.Forward && p.Append == 5 && cut == 0.5,
            }))),
        .. Enumerable.Range(1, 8).SelectMany(a => new[] { false, true }.SelectMany(after => new[]
        {
            new CrashCase("NGINX", $"{KillPoint.At(a, after)}, started at once", () => AtLineAsync(new NginxTarget(), a, after)) { IsShare = a == 6 && after },
            new CrashCase("script", $"{KillPoint.At(a, after)}, started at once", () => AtLineAsync(new ScriptTarget(), a, after)),
        })),
        .. Enumerable.Range(1, 3).SelectMany(o => new[] { "test", "load", "loaded" }.SelectMany(moment => new[] { false, true }.Select(isLate =>
            new CrashCase("NGINX", $"order {o}, {moment}, started {(isLate ? "late" : "at once")}", () => InNginxAsync(o, moment, isLate)) { IsShare = o == 2 && moment == "test" && !isLate }))),
        .. Enumerable.Range(1, 3).SelectMany(o => new[] { "before", "after", "late" }.Select(moment =>
            new CrashCase("script", $"order {o}, {(moment == "late" ? "which lands 4 s later" : moment)}, started at once", () => InScriptAsync(o, moment)) { IsShare = o == 1 && moment == "late" })),
    ];

    private static IEnumerable<CrashCase> Each(string row, Func<Journey, KillPoint, Task> check, Func<Journey, int[]> share) =>
        new[] { Journey.Forward, Journey.Back }.SelectMany(j => j.Points.Select((p, i) => new CrashCase($"killed, started {row}", $"{j.Name}, {p}", () => check(j, p)) { IsShare = share(j).Contains(i) }));

    private static async Task AtOnceAsync(Journey journey, KillPoint point)
    {
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), journey.Plan);
        await journey.KillAsync(run, point);

        await EndsAsync(journey, run);
    }

    private static async Task LateAsync(Journey journey, KillPoint point)
    {
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), journey.Plan.Replace("within: 5m", Short, StringComparison.Ordinal));
        await journey.KillAsync(run, point);
        var before = run.Journal.State;
        await Task.Delay(TimeSpan.FromSeconds(17));

        await GoesBackAsync(run, before);
    }

    private static async Task ClockAsync(Journey journey, KillPoint point, int hours)
    {
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), journey.Plan);
        await journey.KillAsync(run, point);
        var before = run.Journal.State;
        ShiftLastLine(run.Folder, TimeSpan.FromHours(-hours));

        // Forward and before the first move: the time to start is over as well.
        await GoesBackAsync(run, before, startExit: hours > 0 && run.Journal.Lines.Count > 0 ? 6 : 0);
    }

    private static async Task TwoAsync(Journey journey, KillPoint point)
    {
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), journey.Plan);
        await journey.KillAsync(run, point);
        var before = run.Journal.State;
        Process[] two = [run.Run(), run.Run()];

        // Where nothing is left to do the second may find the first one gone already.
        if (before.Phase == RolloutPhase.Done)
        {
            Assert.All(await Task.WhenAll(two.Select(CrashRun.EndAsync)), e => Assert.Contains(e, (int[])[before.Exit!.Value, 7]));
        }
        else
        {
            await CrashRun.UntilAsync(() => Task.FromResult(two.Any(p => p.HasExited)));
            var (one, other) = two[0].HasExited ? (two[0], two[1]) : (two[1], two[0]);
            Assert.Equal(7, one.ExitCode);
            if (journey == Journey.Back && !run.Journal.State.Latched)
            {
                await Call.SignalAsync(other, "TERM");
            }

            await run.ExitsAsync(journey.End.Exit, other);
        }

        await run.AssertEndAsync(journey.End.Outcome, journey.End.Weight);
    }

    /// <summary>The line was written and nothing done about it; then so much of it is lost as the machine with its disk would lose.</summary>
    private static async Task TornAsync(Journey journey, KillPoint point, double cut)
    {
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), journey.Plan);
        await journey.KillAsync(run, point);
        var lines = run.Journal.Lines.Count;
        var path = Path.Combine(run.Folder, JournalContents.FileName);
        var bytes = File.ReadAllBytes(path);
        var last = Array.LastIndexOf(bytes, (byte)'\n', bytes.Length - 2) + 1;
        for (var end = last; end < bytes.Length; end++)
        {
            File.WriteAllBytes(path, bytes[..end]);
            Assert.Equal(lines - 1, run.Journal.Lines.Count);
        }

        File.WriteAllBytes(path, bytes[..(last + (int)((bytes.Length - 1 - last) * cut))]);

        await EndsAsync(journey, run);
    }

    private static async Task AtLineAsync(ICrashTarget target, int append, bool isAfter)
    {
        using var run = await CrashRun.StartAsync(target, Journey.Forward.Plan);
        var snap = KillPoint.At(append, isAfter).Snap;
        var victim = append <= 2 ? run.RunTrapped(snap, append) : run.Run();
        if (append > 2)
        {
            await CrashRun.UntilAsync(() => Task.FromResult(run.Journal.Lines.Count >= append - 1));
            using var trap = await run.TrapAsync(victim, snap);
            Assert.False(await CrashRun.EndAsync(victim) == Journey.Forward.End.Exit, Trap.TooLate);
        }

        await run.ExitsAsync(128 + 9, victim);
        await EndsAsync(Journey.Forward, run);
    }

    private static async Task InNginxAsync(int order, string moment, bool isLate)
    {
        var target = new NginxTarget();
        using var run = await CrashRun.StartAsync(target, isLate ? Journey.Forward.Plan.Replace("within: 5m", Short, StringComparison.Ordinal) : Journey.Forward.Plan);
        target.KillAt(order, moment);
        await run.ExitsAsync(128 + 9, run.Run());
        var before = run.Journal.State;
        if (isLate)
        {
            await Task.Delay(TimeSpan.FromSeconds(17));
            await GoesBackAsync(run, before);
        }
        else
        {
            await EndsAsync(Journey.Forward, run);
        }
    }

    private static async Task InScriptAsync(int order, string moment)
    {
        var target = new ScriptTarget();
        using var run = await CrashRun.StartAsync(target, Journey.Forward.Plan);
        target.KillAt(order, moment);
        await run.ExitsAsync(128 + 9, run.Run());

        await EndsAsync(Journey.Forward, run);
    }

    private static async Task EndsAsync(Journey journey, CrashRun run)
    {
        var isDone = run.Journal.State.Phase == RolloutPhase.Done;
        var again = run.Run();
        if (!isDone)
        {
            await journey.UrgeAsync(run, again);
        }

        await run.ExitsAsync(journey.End.Exit, again);
        await run.AssertEndAsync(journey.End.Outcome, journey.End.Weight);
    }

    private static async Task GoesBackAsync(CrashRun run, RolloutState before, int startExit = 0)
    {
        var exit = await run.RunToEndAsync();
        if (before.Phase == RolloutPhase.New)
        {
            // Nothing was touched: it starts as if for the first time.
            Assert.Equal(startExit, exit);
        }
        else if (before.Phase == RolloutPhase.Done)
        {
            Assert.Equal(before.Exit, exit);
        }
        else
        {
            Assert.Equal(before.Latched ? 130 : 6, exit);
            await run.AssertBackAsync(before.Latched ? RollbackReason.Abort : RollbackReason.Gap);
        }
    }

    /// <summary>What a clock that was set looks like: the last line is of another time.</summary>
    private static void ShiftLastLine(string folder, TimeSpan by)
    {
        var journal = JournalContents.Read(folder);
        if (journal.Lines.Count == 0)
        {
            return;
        }

        var moved = journal.Lines.SkipLast(1).Append(journal.Lines[^1] with { Wall = journal.Lines[^1].Wall + by });
        File.WriteAllBytes(Path.Combine(folder, JournalContents.FileName), [.. moved.SelectMany(l => l.Write())]);
    }
}
