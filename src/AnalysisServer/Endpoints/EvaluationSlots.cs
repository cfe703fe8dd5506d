using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.AnalysisServer.Telemetry;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Lets as many evaluations run as there are slots; some more wait, the rest is refused.</summary>
/// <param name="limits">How many.</param>
/// <param name="meters">Shows how many run.</param>
internal sealed class EvaluationSlots(LimitOptions limits, ServerMeters meters) : IDisposable
{
    private readonly SemaphoreSlim _free = new(limits.MaxConcurrentEvaluations);
    private int _waiting;

    /// <summary>Single calls that wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Waits for a slot.</summary>
    /// <param name="bounded">Single calls: refuse when too many wait. Streams wait: they stop reading meanwhile.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The slot; dispose it when the evaluation is done.</returns>
    /// <exception cref="LimitExceededException">Too many wait already.</exception>
    public async Task<Slot> TakeAsync(bool bounded, CancellationToken cancellation)
    {
        if (!_free.Wait(0, CancellationToken.None))
        {
            await WaitAsync(bounded, cancellation).ConfigureAwait(false);
        }

        meters.InFlight.Inc();
        return new(this);
    }

    /// <inheritdoc />
    public void Dispose() => _free.Dispose();

    private async Task WaitAsync(bool bounded, CancellationToken cancellation)
    {
        if (!bounded)
        {
            await _free.WaitAsync(cancellation).ConfigureAwait(false);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _waiting) > limits.MaxQueuedEvaluations)
            {
                throw new LimitExceededException(nameof(LimitOptions.MaxQueuedEvaluations), limits.MaxQueuedEvaluations,
                    $"The server is busy: {limits.MaxConcurrentEvaluations:N0} evaluations run and {limits.MaxQueuedEvaluations:N0} wait.");
            }

            await _free.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>The right to evaluate.</summary>
    /// <param name="slots">Where it came from.</param>
    internal readonly struct Slot(EvaluationSlots slots) : IDisposable
    {
        /// <inheritdoc />
        public void Dispose() => slots.Leave();
    }

    private void Leave()
    {
        meters.InFlight.Dec();
        _free.Release();
    }
}
