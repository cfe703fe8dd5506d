using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>The keys of the live screen.</summary>
internal sealed class RolloutKeys : IDisposable
{
    /// <summary>What to press.</summary>
    public const string Legend = "f freeze or resume   p approve or promote   a twice: abort";

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _end = new();
    private long? _abortAt;

    private RolloutKeys()
    {
    }

    /// <summary>Listens on the terminal.</summary>
    public static RolloutKeys Listen(RolloutRunner runner)
    {
        var keys = new RolloutKeys();
        _ = Task.Run(() => keys.ReadAsync(runner, keys._end.Token), CancellationToken.None);
        return keys;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task ReadAsync(RolloutRunner runner, CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                while (Console.KeyAvailable)
                {
                    await PressAsync(runner, Console.ReadKey(intercept: true).KeyChar, cancellation).ConfigureAwait(false);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            // The rollout is over, or the terminal is gone.
        }
    }

    private async Task PressAsync(RolloutRunner runner, char key, CancellationToken cancellation)
    {
        var by = Environment.UserName;
        var state = runner.Status?.State;
        switch (key)
        {
            case 'f':
                await runner.TellAsync(state?.Frozen == true ? new RolloutInput.Thaw(by) : new RolloutInput.Freeze(by), cancellation).ConfigureAwait(false);
                break;
            case 'p':
                await runner.TellAsync(state?.Phase == RolloutPhase.Approval ? new RolloutInput.Approve(by) : new RolloutInput.Promote(by), cancellation).ConfigureAwait(false);
                break;
            case 'a' when _abortAt is { } first && TimeProvider.System.GetElapsedTime(first) < Again:
                await runner.TellAsync(new RolloutInput.Abort(by), cancellation).ConfigureAwait(false);
                break;
            case 'a':
                _abortAt = TimeProvider.System.GetTimestamp();
                break;
        }
    }
}
