using System.Diagnostics;
using System.Globalization;
using CanaryJudge.AnalysisClient.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>What happens to a runner at its next call to the system of a kind; by <c>strace</c>, so the runner is the real one.</summary>
internal sealed class Trap : IDisposable
{
    /// <summary>What a case says that proves nothing: the runner had ended before its trap was set.</summary>
    public const string TooLate = "the trap was set too late";

    private Process? _strace;

    private Trap(Process strace) => _strace = strace;

    /// <summary>The program and arguments that start a runner in a trap.</summary>
    /// <param name="does">What happens.</param>
    /// <param name="nth">At its n-th call of the kind; those of a start all come from one thread, and only one thread's calls are counted.</param>
    /// <param name="folder">The rollout's folder.</param>
    /// <param name="log">Where what happened is written; who knows it finds the tracer.</param>
    public static string[] Around(Snap does, int nth, string folder, string log) => ["-D", "-I", "2", "-f", "-qq", "-o", log, .. Spell(does, $":when={nth}+", folder)];

    /// <summary>Sets a trap for the next such call of a running process, whatever thread makes it.</summary>
    public static async Task<Trap> SetAsync(Process victim, Snap does, string folder, string log)
    {
        var start = new ProcessStartInfo("strace", ["-f", "-o", log, .. Spell(does, "", folder), "-p", victim.Id.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardError = true };
        var strace = Process.Start(start)!;

        // It says so when it holds every thread.
        var said = await strace.StandardError.ReadLineAsync() ?? "";
        Assert.False(victim.HasExited && !said.Contains("attached", StringComparison.Ordinal), TooLate);
        Assert.True(said.Contains("attached", StringComparison.Ordinal), $"strace cannot trace a runner, which takes root, or kernel.yama.ptrace_scope=0: {said}");
        _ = strace.StandardError.ReadToEndAsync();
        return new(strace);
    }

    /// <summary>Takes it away; the process goes on, or stays stopped.</summary>
    public void Dispose()
    {
        if (_strace is { HasExited: false })
        {
            // Told, not killed: it lets go of the process first.
            using var kill = Process.Start("/bin/kill", ["-TERM", _strace.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            _strace.WaitForExit();
        }

        _strace?.Dispose();
        _strace = null;
    }

    private static string[] Spell(Snap does, string when, string folder)
    {
        var (call, change) = does switch
        {
            Snap.KillBeforeAppend => ("pwrite64", "signal=SIGKILL"),
            Snap.KillAfterAppend => ("fsync", "signal=SIGKILL"),
            Snap.StopAfterConfirm => ("lstat", "signal=SIGSTOP"),
            Snap.StopInAppend => ("pwrite64", "signal=SIGSTOP"),
            _ => ("pwrite64", "error=ENOSPC"),
        };
        string[] reserve = does == Snap.FullDisk ? ["-P", Path.Combine(folder, "reserve")] : [];
        return ["-P", Path.Combine(folder, JournalContents.FileName), .. reserve, "-e", $"trace={call}", "-e", $"inject={call}:{change}{when}"];
    }
}

/// <summary>What a trap does.</summary>
internal enum Snap
{
    /// <summary>SIGKILL instead of the write of a line.</summary>
    KillBeforeAppend,

    /// <summary>SIGKILL when the line is written, before anything is done about it.</summary>
    KillAfterAppend,

    /// <summary>SIGSTOP when the runner has looked whether it is still the only writer.</summary>
    StopAfterConfirm,

    /// <summary>SIGSTOP when a line is written and not yet known to be.</summary>
    StopInAppend,

    /// <summary>No room for any line, nor for the reserve.</summary>
    FullDisk,
}
