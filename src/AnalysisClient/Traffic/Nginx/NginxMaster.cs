using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using CanaryJudge.AnalysisClient.Traffic.Programs;

namespace CanaryJudge.AnalysisClient.Traffic.Nginx;

/// <summary>The NGINX at hand: tests its configuration and tells its master process to load it.</summary>
/// <remarks>
/// The master gets its signal directly: <c>nginx -s reload</c> reads the configuration a second time first.
/// Source: NGINX, "Controlling nginx": HUP starts new workers with the new configuration and lets old ones finish; a bad one changes nothing.
/// </remarks>
/// <param name="Test">The command that tests the configuration.</param>
/// <param name="Reload">The command that loads it; null: the signal.</param>
/// <param name="PidFile">Where the master's id stands.</param>
internal sealed record NginxMaster(IReadOnlyList<string> Test, IReadOnlyList<string>? Reload, string PidFile)
{
    private const int Hangup = 1;

    /// <summary>Tests the configuration on disk.</summary>
    /// <returns>What is wrong; null: nothing.</returns>
    public Task<string?> TestAsync(CancellationToken cancellation) => RunAsync(Test, cancellation);

    /// <summary>Tells the master to load the configuration on disk, without waiting until it has.</summary>
    /// <returns>Why it could not be told; null: it was.</returns>
    public async Task<string?> ReloadAsync(CancellationToken cancellation)
    {
        if (Reload is not null)
        {
            return await RunAsync(Reload, cancellation).ConfigureAwait(false);
        }

        if (FindPid() is not { } pid)
        {
            return $"{PidFile} holds no id of a running nginx; is it running, and is this its pid file?";
        }

        return Signal(pid, Hangup) == 0 ? null : $"The nginx with id {pid} cannot be signalled: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.";
    }

    private static async Task<string?> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        try
        {
            var answer = await ProgramRun.RunAsync(command, "", cancellation).ConfigureAwait(false);
            return answer.ExitCode == 0 ? null : $"'{string.Join(' ', command)}' ended with {answer.ExitCode}: {answer.LastWords}";
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return $"'{string.Join(' ', command)}': {e.Message}";
        }
    }

    /// <summary>The master's id. An id can outlive its process and be given to another: only an nginx is signalled.</summary>
    private int? FindPid()
    {
        try
        {
            if (!int.TryParse(File.ReadAllText(PidFile).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                return null;
            }

            var command = $"/proc/{pid}/cmdline";
            return !Directory.Exists("/proc/self") || (File.Exists(command) && File.ReadAllText(command).StartsWith("nginx: master process", StringComparison.Ordinal)) ? pid : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int pid, int signal);
}
