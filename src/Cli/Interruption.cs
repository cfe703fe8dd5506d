using System.Runtime.InteropServices;

namespace CanaryJudge.Cli;

/// <summary>Work that SIGINT or SIGTERM ends: it hears a token first, and is left behind when it does not end in time, or at a second signal.</summary>
/// <remarks>It runs beside the thread that waits: reading a pipe that nobody writes hears no token, and must not keep Ctrl-C from ending us.</remarks>
internal static class Interruption
{
    /// <summary>Runs work.</summary>
    /// <param name="work">The work.</param>
    /// <param name="patience">How long it may take to end after a first signal; without end, no second signal hurries it either.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="OperationCanceledException">It was ended, or left behind.</exception>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> work, TimeSpan patience)
    {
        using var told = new CancellationTokenSource();
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var signals = 0;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        var running = Task.Run(() => work(told.Token), CancellationToken.None);
        return await Task.WhenAny(running, left.Task).ConfigureAwait(false) == running ? await running.ConfigureAwait(false) : throw new OperationCanceledException();

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref signals) == 1)
            {
                _ = told.CancelAsync();
                _ = LeaveAsync();
            }
            else if (patience != Timeout.InfiniteTimeSpan)
            {
                left.TrySetResult();
            }
        }

        async Task LeaveAsync()
        {
            await Task.Delay(patience, TimeProvider.System).ConfigureAwait(false);
            left.TrySetResult();
        }
    }
}
