using System.Diagnostics;
using CanaryJudge.AnalysisClient.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>When a runner is killed.</summary>
/// <param name="Call">In this call to the target, from 1; 0: not in a call.</param>
/// <param name="Stage">At this stage of it.</param>
/// <param name="Line">When this line of the journal is there, from 1; 0: not by the journal.</param>
internal sealed record KillPoint(int Call, TapStage Stage, int Line)
{
    private readonly TaskCompletionSource<Process> _victim = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Every stage of so many calls, and every one of so many lines.</summary>
    public static IEnumerable<KillPoint> All(int calls, int lines) =>
        Enumerable.Range(1, calls).SelectMany(c => Enum.GetValues<TapStage>().Select(s => new KillPoint(c, s, 0)))
            .Concat(Enumerable.Range(1, lines).Select(l => new KillPoint(0, default, l)));

    /// <summary>Kills in a call.</summary>
    public async Task AtAsync(TapMoment moment)
    {
        if (moment.Call == Call && moment.Stage == Stage)
        {
            Kill(await _victim.Task);
        }
    }

    /// <summary>Waits until the victim is dead, or has ended before its point came.</summary>
    /// <returns>Whether it was killed.</returns>
    public async Task<bool> StrikeAsync(Process victim, string folder)
    {
        _victim.TrySetResult(victim);
        while (Line > 0 && !victim.HasExited && Lines(folder) < Line)
        {
            await Task.Delay(1);
        }

        if (Line > 0)
        {
            Kill(victim);
        }

        await CrashRun.EndAsync(victim);
        return victim.ExitCode == 128 + 9;
    }

    public override string ToString() => Line > 0 ? $"line {Line}" : $"call {Call} {Stage}";

    private static int Lines(string folder)
    {
        var path = Path.Combine(folder, JournalContents.FileName);
        return File.Exists(path) ? File.ReadAllBytes(path).Count(b => b == '\n') : 0;
    }

    private static void Kill(Process victim)
    {
        if (!victim.HasExited)
        {
            victim.Kill();
        }
    }
}
