using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>The keys of the live screen.</summary>
internal sealed class RolloutKeys : IDisposable
{
    /// <summary>What to press where the rollout runs.</summary>
    public const string Legend = "f freeze or resume   p approve or promote   a twice: abort";

    /// <summary>What to press where it is watched.</summary>
    public const string WatchLegend = Legend + "   q leave";

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<RolloutState?> _state;
    private readonly Func<RolloutInput, CancellationToken, Task> _tell;
    private readonly Action? _leave;
    private long? _abortAt;

    private RolloutKeys(Func<RolloutState?> state, Func<RolloutInput, CancellationToken, Task> tell, Action? leave) => (_state, _tell, _leave) = (state, tell, leave);

    /// <summary>Listens on the terminal.</summary>
    /// <param name="state">Where the rollout stands.</param>
    /// <param name="tell">Takes commands.</param>
    /// <param name="leave">Ends the watching; null: the runner itself cannot be left so.</param>
    public static RolloutKeys Listen(Func<RolloutState?> state, Func<RolloutInput, CancellationToken, Task> tell, Action? leave = null)
    {
        var keys = new RolloutKeys(state, tell, leave);
        _ = Task.Run(() => keys.ReadAsync(keys._end.Token), CancellationToken.None);
        return keys;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                while (Console.KeyAvailable)
                {
                    await PressAsync(Console.ReadKey(intercept: true).KeyChar, cancellation).ConfigureAwait(false);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            // The rollout is over, or the terminal is gone.
        }
    }

    private async Task PressAsync(char key, CancellationToken cancellation)
    {
        var by = Environment.UserName;
        switch (key)
        {
            case 'f':
                await _tell(_state()?.Frozen == true ? new RolloutInput.Thaw(by) : new RolloutInput.Freeze(by), cancellation).ConfigureAwait(false);
                break;
            case 'p':
                await _tell(_state()?.Phase == RolloutPhase.Approval ? new RolloutInput.Approve(by) : new RolloutInput.Promote(by), cancellation).ConfigureAwait(false);
                break;
            case 'a' when _abortAt is { } first && TimeProvider.System.GetElapsedTime(first) < Again:
                await _tell(new RolloutInput.Abort(by), cancellation).ConfigureAwait(false);
                break;
            case 'a':
                _abortAt = TimeProvider.System.GetTimestamp();
                break;
            case 'q':
                _leave?.Invoke();
                break;
        }
    }
}
