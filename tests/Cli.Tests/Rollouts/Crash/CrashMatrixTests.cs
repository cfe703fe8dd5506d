using System.Diagnostics;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>Runners are killed at every point of a rollout and started again in every way; and what else can go wrong with real processes.</summary>
/// <remarks>
/// A share of each sort runs with every test. All of them: <c>./dev crash-matrix</c>, which says how each came out and ends with a table; with a name those
/// whose row or case begins so.
/// </remarks>
[Collection("many processes")]
public sealed class CrashMatrixTests
{
    /// <summary>Null: the share; else those whose names begin with it.</summary>
    private static readonly string? s_asked = Environment.GetEnvironmentVariable("CANARYJUDGE_CRASH");

    /// <summary>On a machine that does too much else a call takes more than its ten seconds and the start is refused, or a trap is set when the rollout is past its place. That was no case yet.</summary>
    private static readonly string[] s_tooBusy = ["the target does not answer; nothing was touched", Trap.TooLate];
    private const int Again = 4;

    /// <summary>They mostly wait.</summary>
    private static readonly SemaphoreSlim s_room = new(20);

    [Fact]
    public async Task Whatever_happens_to_a_runner_its_target_its_disk_or_its_judge_the_rollout_comes_to_the_end_that_it_must()
    {
        // What takes minutes goes first.
        CrashCase[] all = [.. TargetRows.All, .. StopRows.All, .. SightRows.All, .. DiskRows.All, .. DriftRows.All, .. KillRows.All];
        CrashCase[] cases = [.. s_asked is null ? all.Where(c => c.IsShare) : all.Where(c => c.ToString().StartsWith(s_asked, StringComparison.Ordinal))];
        Assert.NotEmpty(cases);

        // Many wait for a program at once, and a runner's calls go through this process: they must not wait for them.
        ThreadPool.SetMinThreads(200, 200);
        var done = 0;

        var ends = await Task.WhenAll(cases.Select(async c =>
        {
            await s_room.WaitAsync();
            var clock = Stopwatch.StartNew();
            var wrong = await WrongAsync(c);
            for (var again = 0; again < Again && wrong is not null && s_tooBusy.Any(s => wrong.Contains(s, StringComparison.Ordinal)); again++)
            {
                wrong = await WrongAsync(c);
            }

            s_room.Release();
            Say($"{Interlocked.Increment(ref done)}/{cases.Length} {(wrong is null ? "right" : "WRONG")} {clock.Elapsed.TotalSeconds:0} s  {c}{(wrong is null ? "" : $": {wrong}")}");
            return (Case: c, Wrong: wrong);
        }));

        Say($"\n{"row",-40} cases  right");
        foreach (var row in ends.GroupBy(e => e.Case.Row))
        {
            Say($"{row.Key,-40} {row.Count(),5}  {row.Count(e => e.Wrong is null),5}");
        }

        Say($"{"all",-40} {ends.Length,5}  {ends.Count(e => e.Wrong is null),5}");
        Assert.True(Array.TrueForAll(ends, e => e.Wrong is null), string.Join('\n', ends.Where(e => e.Wrong is not null).Select(e => $"{e.Case}: {e.Wrong}")));
    }

    private static void Say(string line)
    {
        if (s_asked is not null)
        {
            Console.WriteLine(line);
        }
    }

    private static async Task<string?> WrongAsync(CrashCase it)
    {
        try
        {
            await it.Check();
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"{e.Message.ReplaceLineEndings(" ")} {e.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Rows.", StringComparison.Ordinal))?.Trim()}";
        }
    }
}
