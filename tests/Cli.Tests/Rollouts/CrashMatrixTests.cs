using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>Runners are killed with SIGKILL at every point of a rollout, and started again in every way; and what else can go wrong with real processes.</summary>
/// <remarks>By default a few points of each sort, all at once; all of them with <c>./dev crash-matrix</c>, which takes a quarter of an hour and, for the full disk, root.</remarks>
public sealed class CrashMatrixTests
{
    private const int Calls = 24;
    private const int Lines = 8;

    /// <summary>Null: a few points; else those whose names begin with it.</summary>
    private static readonly string? s_asked = Environment.GetEnvironmentVariable("CANARYJUDGE_CRASH");
    private static readonly SemaphoreSlim s_room = new(10);

    [Fact]
    public async Task Whatever_happens_to_a_runner_or_its_target_the_rollout_comes_to_the_end_that_it_must()
    {
        IEnumerable<(string Name, Func<Task> Check)> cases =
        [
            .. Each("started at once", [4, 30, 74], ComesToTheSameEndAsync),
            .. Each("started too late", [26], GoesBackWhenItIsLateAsync),
            .. Each("clock set back", [27], p => GoesBackWhenTheClockJumpsAsync(p, -1)),
            .. Each("clock set forward", [76], p => GoesBackWhenTheClockJumpsAsync(p, 1)),
            .. Each("two at once", [28], OneOfTwoActsAsync),
            .. Each("torn", [76], TornNeverHappenedAsync),
            .. Each("in a rollback", [1], IsAtZeroInTheEndAsync),
            ("stopped", CrashTroubles.AStoppedRunnerIsFencedOutAsync),
            ("another hand", CrashTroubles.AnotherHandIsPutRightAsync),
            ("restarted target", CrashTroubles.ATargetThatLostItsWeightIsSetAgainAsync),
            ("target down", CrashTroubles.ATargetThatIsDownIsWaitedForInARollbackAsync),
            ("judge dead", CrashTroubles.AJudgeThatIsDeadRollsBackAsync),
            .. s_asked is null ? Array.Empty<(string, Func<Task>)>() : [("disk full", CrashTroubles.AFullDiskGoesToZeroAsync)],
        ];

        var failures = await Task.WhenAll(cases.Where(c => c.Name.StartsWith(s_asked ?? "", StringComparison.Ordinal)).Select(c => CheckAsync(c.Name, c.Check)));

        Assert.True(Array.TrueForAll(failures, f => f is null), string.Join('\n', failures.Where(f => f is not null)));
    }

    private static IEnumerable<(string Name, Func<Task> Check)> Each(string name, int[] chosen, Func<KillPoint, Task> check)
    {
        var all = KillPoint.All(Calls, Lines).ToList();
        return (s_asked is null ? chosen.Select(c => all[c]) : all).Select(p => ($"{name}, {p}", (Func<Task>)(() => check(p))));
    }

    private static async Task<string?> CheckAsync(string name, Func<Task> check)
    {
        await s_room.WaitAsync();
        try
        {
            await check();
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"{name}: {e.Message}";
        }
        finally
        {
            s_room.Release();
        }
    }

    private static async Task ComesToTheSameEndAsync(KillPoint point)
    {
        using var run = await CrashRun.StartAsync(at: point.AtAsync);
        await point.StrikeAsync(run.Run(), run.Folder);

        Assert.Equal(0, await run.RunToEndAsync());
        await run.AssertEndAsync(RolloutOutcome.Promoted, Weight.Full);
    }

    private static async Task GoesBackWhenItIsLateAsync(KillPoint point)
    {
        using var run = await CrashRun.StartAsync(CrashRun.ByTime.Replace("within: 5m", "within: 2s", StringComparison.Ordinal), point.AtAsync);
        await point.StrikeAsync(run.Run(), run.Folder);
        var before = run.Journal.State;
        await Task.Delay(TimeSpan.FromSeconds(4));

        await AssertGoesBackAsync(run, before);
    }

    private static async Task GoesBackWhenTheClockJumpsAsync(KillPoint point, int hours)
    {
        using var run = await CrashRun.StartAsync(at: point.AtAsync);
        await point.StrikeAsync(run.Run(), run.Folder);
        var before = run.Journal.State;
        ShiftLastLine(run.Folder, TimeSpan.FromHours(-hours));

        // Forward and before the first move: the time to start is over as well.
        await AssertGoesBackAsync(run, before, startExit: hours > 0 && run.Journal.Lines.Count > 0 ? 6 : 0);
    }

    private static async Task OneOfTwoActsAsync(KillPoint point)
    {
        using var run = await CrashRun.StartAsync(at: point.AtAsync);
        await point.StrikeAsync(run.Run(), run.Folder);
        var wasDone = run.Journal.State.Phase == RolloutPhase.Done;

        var exits = await Task.WhenAll(run.RunToEndAsync(), run.RunToEndAsync());

        // Where nothing is left to do, the second may find the first one gone already.
        Assert.True(exits.Order().SequenceEqual([0, 7]) || (wasDone && exits.All(e => e == 0)), string.Join(' ', exits));
        await run.AssertEndAsync(RolloutOutcome.Promoted, Weight.Full);
    }

    private static async Task TornNeverHappenedAsync(KillPoint point)
    {
        using var run = await CrashRun.StartAsync(at: point.AtAsync);
        await point.StrikeAsync(run.Run(), run.Folder);
        TearLastLine(run.Folder, point.Call + point.Line);

        Assert.Equal(0, await run.RunToEndAsync());
        await run.AssertEndAsync(RolloutOutcome.Promoted, Weight.Full);
    }

    private static async Task IsAtZeroInTheEndAsync(KillPoint point)
    {
        var aborted = new TaskCompletionSource();
        int? first = null;
        Task At(TapMoment moment) => aborted.Task.IsCompleted ? point.AtAsync(moment with { Call = moment.Call - (first ??= moment.Call) + 1 }) : Task.CompletedTask;
        using var run = await CrashRun.StartAsync(CrashRun.Waiting, At);
        var victim = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        aborted.SetResult();
        await Call.SignalAsync(victim, "TERM");
        await (point with { Line = point.Line > 0 ? point.Line + 4 : 0 }).StrikeAsync(victim, run.Folder);
        var latched = run.Journal.State.Latched;

        var again = run.Run();
        if (!latched)
        {
            await run.UntilAsync(r => r.OfType<RolloutRecord.Opened>().Count() == 2);
            await Call.SignalAsync(again, "TERM");
        }

        Assert.Equal(130, await CrashRun.EndAsync(again));
        await run.AssertEndAsync(RolloutOutcome.RolledBack, Weight.Zero);
    }

    private static async Task AssertGoesBackAsync(CrashRun run, RolloutState before, int startExit = 0)
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
            Assert.Equal(6, exit);
            Assert.Equal(RollbackReason.Gap, run.Journal.State.Reason);
            await run.AssertEndAsync(RolloutOutcome.RolledBack, Weight.Zero);
        }
    }

    private static void TearLastLine(string folder, int seed)
    {
        var path = Path.Combine(folder, JournalContents.FileName);
        if (!File.Exists(path))
        {
            return;
        }

        var bytes = File.ReadAllBytes(path);
        var last = bytes.Length < 2 ? 0 : Array.LastIndexOf(bytes, (byte)'\n', bytes.Length - 2) + 1;
        File.WriteAllBytes(path, bytes[..new Random(seed).Next(last, bytes.Length)]);
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
