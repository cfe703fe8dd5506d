using System.ComponentModel;
using CanaryJudge.AnalysisClient.Traffic.Programs;

namespace CanaryJudge.AnalysisClient.Rollouts.Notices;

/// <summary>Runs a program for each notice: the JSON of <see cref="WebhookTarget"/> on its input, the event as its last argument.</summary>
/// <remarks>Exit code 0 takes the notice; what it prints is not for our screen. No shell is between. Killed with its children when it is given up.</remarks>
/// <param name="command">The program and its arguments.</param>
public sealed class ExecTarget(IReadOnlyList<string> command) : INoticeTarget
{
    /// <inheritdoc />
    public async Task<bool> TellAsync(RolloutNotice notice, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(notice);
        try
        {
            return (await ProgramRun.RunAsync([.. command, notice.Event], NoticeJson.Write(notice), cancellation).ConfigureAwait(false)).ExitCode == 0;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // It cannot be started.
            return false;
        }
    }
}
