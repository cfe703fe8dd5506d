using System.ComponentModel;
using System.Diagnostics;

namespace CanaryJudge.AnalysisClient.Rollouts.Notices;

/// <summary>Runs a program for each notice: the JSON of <see cref="WebhookTarget"/> on its input, the event as its last argument.</summary>
/// <remarks>Exit code 0 takes the notice. No shell is between. Killed with its children when it is given up.</remarks>
/// <param name="command">The program and its arguments.</param>
public sealed class ExecTarget(IReadOnlyList<string> command) : INoticeTarget
{
    /// <inheritdoc />
    public async Task<bool> TellAsync(RolloutNotice notice, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(notice);
        using var process = new Process { StartInfo = new(command[0], [.. command.Skip(1), notice.Event]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true } };
        try
        {
            process.Start();
            await process.StandardInput.WriteAsync(NoticeJson.Write(notice).AsMemory(), cancellation).ConfigureAwait(false);
            process.StandardInput.Close();

            // What it prints is not for our screen, and a full pipe must not stop it.
            await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return process.ExitCode == 0;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return false;
        }
        finally
        {
            Kill(process);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It never started, or has ended.
        }
    }
}
