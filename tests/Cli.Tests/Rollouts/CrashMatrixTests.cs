using System.Diagnostics;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>Runners are killed with SIGKILL at every point of a rollout, and started again in every way.</summary>
/// <remarks>By default a few points of each sort; all of them with <c>./dev crash-matrix</c>, which takes some minutes.</remarks>
public sealed class CrashMatrixTests
{
    private const int Calls = 24;
    private const int Lines = 8;

    private static readonly bool s_all = Environment.GetEnvironmentVariable("CANARYJUDGE_CRASH") == "all";
    private static readonly SemaphoreSlim s_room = new(8);

    [Fact]
    public Task Killed_anywhere_and_started_at_once_it_comes_to_the_same_end() => EachAsync([4, 11, 30, 74, 77], async point =>
    {
        using var run = await CrashRun.StartAsync(at: point.AtAsync);
        await point.StrikeAsync(run.Run(), run.Folder);

        var exit = await run.RunToEndAsync();

        Assert.Equal(0, exit);
        await AssertEndAsync(run, RolloutOutcome.Promoted, Weight.Full);
    });

    [Fact]
    public Task Killed_anywhere_and_started_too_late_it_goes_back() => EachAsync([26, 75], async point =>
    {
        using var run = await CrashRun.StartAsync(CrashRun.ByTime.Replace("20s", "2s", StringComparison.Ordinal), point.AtAsync);
        await point.StrikeAsync(run.Run(), run.Folder);
        var before = run.Journal.State;
        await Task.Delay(TimeSpan.FromSeconds(4));

        await AssertGoesBackAsync(run, before);
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public Task Killed_anywhere_with_a_clock_that_jumps_it_goes_back(int hours) => EachAsync([hours < 0 ? 27 : 76], async point =>
    {
        using var run = await CrashRun.StartAsync(at: point.AtAsync);
        await point.StrikeAsync(run.Run(), run.Folder);
        var before = run.Journal.State;
        ShiftLastLine(run.Folder, TimeSpan.FromHours(-hours));

        await AssertGoesBackAsync(run, before);
    });

    [Fact]
    public Task Of_two_that_are_started_at_once_one_acts() => EachAsync([28], async point =>
    {
        using var run = await CrashRun.StartAsync(at: point.AtAsync);
        await point.StrikeAsync(run.Run(), run.Folder);

        var exits = await Task.WhenAll(run.RunToEndAsync(), run.RunToEndAsync());

        Assert.Equal([0, 7], exits.Order());
        await AssertEndAsync(run, RolloutOutcome.Promoted, Weight.Full);
    });

    [Fact]
    public Task A_last_line_that_was_torn_never_happened() => EachAsync([76], async point =>
    {
        using var run = await CrashRun.StartAsync(at: point.AtAsync);
        await point.StrikeAsync(run.Run(), run.Folder);
        TearLastLine(run.Folder, point.Call + point.Line);

        var exit = await run.RunToEndAsync();

        Assert.Equal(0, exit);
        await AssertEndAsync(run, RolloutOutcome.Promoted, Weight.Full);
    });

    [Fact]
    public Task Killed_in_a_rollback_it_is_at_zero_in_the_end() => EachAsync([1, 4], async point =>
    {
        var aborted = new TaskCompletionSource();
        int? first = null;
        Task At(TapMoment moment) => aborted.Task.IsCompleted ? point.AtAsync(moment with { Call = moment.Call - (first ??= moment.Call) + 1 }) : Task.CompletedTask;
        using var run = await CrashRun.StartAsync("judge: none\nsteps: [{weight: 25%, gate: approval}]", At);
        var victim = run.Run();
        await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
        aborted.SetResult();
        await Call.SignalAsync(victim, "TERM");
        await (point with { Line = point.Line > 0 ? point.Line + 4 : 0 }).StrikeAsync(victim, run.Folder);
        var latched = run.Journal.State.Latched;

        var again = run.Run();
        if (!latched)
        {
            await run.UntilAsync(r => r.OfType<RolloutRecord.Opened>().Count() == 2 || r.OfType<RolloutRecord.Done>().Any());
            await Call.SignalAsync(again, "TERM");
        }

        Assert.Equal(130, await CrashRun.EndAsync(again));
        await AssertEndAsync(run, RolloutOutcome.RolledBack, Weight.Zero);
    });

    private static async Task EachAsync(int[] chosen, Func<KillPoint, Task> check)
    {
        var all = KillPoint.All(Calls, Lines).ToList();
        var points = s_all ? all : [.. chosen.Select(c => all[c])];
        var failures = await Task.WhenAll(points.Select(async p =>
        {
            await s_room.WaitAsync();
            try
            {
                await check(p);
                return null;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                return $"{p}: {e.Message}";
            }
            finally
            {
                s_room.Release();
            }
        }));

        Assert.Empty(failures.Where(f => f is not null));
    }

    private static async Task AssertGoesBackAsync(CrashRun run, RolloutState before)
    {
        var exit = await run.RunToEndAsync();

        if (before.Phase == RolloutPhase.New)
        {
            // Nothing was touched: it starts as if for the first time.
            Assert.Equal(0, exit);
        }
        else if (before.Phase == RolloutPhase.Done)
        {
            Assert.Equal(before.Exit, exit);
        }
        else
        {
            Assert.Equal(6, exit);
            Assert.Equal(RollbackReason.Gap, run.Journal.State.Reason);
            await AssertEndAsync(run, RolloutOutcome.RolledBack, Weight.Zero);
        }
    }

    private static async Task AssertEndAsync(CrashRun run, RolloutOutcome outcome, Weight weight)
    {
        var journal = run.Journal;
        Assert.Equal(outcome, journal.State.Outcome);
        Assert.Single(journal.Records, r => r.Record is RolloutRecord.Done);
        Assert.Equal(weight, await run.Target.WeightAsync());
        var moves = journal.Records.Select(r => r.Record).OfType<RolloutRecord.Move>().ToList();
        Assert.Equal(Enumerable.Range(1, moves.Count).Select(e => (long)e), moves.Select(m => m.Epoch));
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
