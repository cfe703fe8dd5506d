using CanaryJudge.AnalysisServer.Telemetry;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>The end of a server: it takes no new work, finishes what it has, and only then closes its doors.</summary>
/// <param name="options">The time to drain.</param>
/// <param name="log">Says what happened.</param>
internal sealed class Drain(ServerOptions options, ILogger<Drain> log) : IHostedLifecycleService, IDisposable
{
    // A client forgets what it has received and not yet read when its connection closes under an open stream.
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _begun = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _running;

    /// <summary>Cancelled when the drain begins.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <summary>Notes a call that the drain has to wait for.</summary>
    /// <returns>Dispose it when the call is done.</returns>
    public Call Enter()
    {
        lock (_gate)
        {
            _running++;
        }

        return new(this);
    }

    /// <inheritdoc />
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _begun.CancelAsync().ConfigureAwait(false);
        int running;
        lock (_gate)
        {
            running = _running;
            if (running == 0)
            {
                _idle.TrySetResult();
            }
        }

        Log.Draining(log, running, options.DrainTime);
        try
        {
            await _idle.Task.WaitAsync(options.DrainTime, cancellationToken).ConfigureAwait(false);
            if (running > 0)
            {
                await Task.Delay(LastWords, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            Log.DrainCutShort(log, Volatile.Read(ref _running));
        }
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _begun.Dispose();

    private void Leave()
    {
        lock (_gate)
        {
            if (--_running == 0 && _begun.IsCancellationRequested)
            {
                _idle.TrySetResult();
            }
        }
    }

    /// <summary>One running call.</summary>
    /// <param name="drain">What waits for it.</param>
    internal sealed class Call(Drain drain) : IDisposable
    {
        /// <inheritdoc />
        public void Dispose() => drain.Leave();
    }
}
