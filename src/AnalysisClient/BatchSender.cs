using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.AnalysisClient;

/// <summary>Sends the batches of one producer to one analysis, one after the other. Not safe to share between threads.</summary>
public sealed class BatchSender
{
    private readonly Func<IngestBatchRequest, CancellationToken, Task<IngestBatchResponse>> _send;
    private IngestBatchRequest? _open;

    internal BatchSender(string analysis, string producer, ulong acknowledged, Func<IngestBatchRequest, CancellationToken, Task<IngestBatchResponse>> send) =>
        (Analysis, Producer, Acknowledged, _send) = (analysis, producer, acknowledged, send);

    /// <summary>The analysis: analyses/{id}.</summary>
    public string Analysis { get; }

    /// <summary>The producer's id.</summary>
    public string Producer { get; }

    /// <summary>The sequence of the newest batch acknowledged; 0 before the first.</summary>
    public ulong Acknowledged { get; private set; }

    /// <summary>Sends a batch and waits until it is durable.</summary>
    /// <param name="series">The data; every row has a time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What became of its rows.</returns>
    /// <exception cref="InvalidOperationException">A batch before it failed and may be durable all the same: send that one again first.</exception>
    public Task<IngestBatchResponse> SendAsync(IEnumerable<Series> series, CancellationToken cancellation)
    {
        if (_open is not null)
        {
            throw new InvalidOperationException($"Batch {_open.Sequence} failed and may be durable all the same; {nameof(SendAgainAsync)} settles that.");
        }

        _open = new() { Analysis = Analysis, Producer = Producer, Sequence = Acknowledged + 1, Series = { series } };
        return SendAgainAsync(cancellation);
    }

    /// <summary>Sends a batch, and the same one again after every failure of the call, until the server has taken or refused it.</summary>
    /// <param name="series">The data; every row has a time.</param>
    /// <param name="firstPause">The pause after the first failure; each one after is twice as long.</param>
    /// <param name="longestPause">No pause is longer.</param>
    /// <param name="clock">Measures the pauses.</param>
    /// <param name="failed">Hears of every failure.</param>
    /// <param name="cancellation">Ends it; the batch may be durable or not.</param>
    /// <returns>What became of its rows.</returns>
    /// <exception cref="JudgeRequestException">The server refuses the batch.</exception>
    /// <exception cref="InvalidOperationException">A batch before it failed and may be durable all the same: send that one again first.</exception>
    public async Task<IngestBatchResponse> InsistAsync(
        IEnumerable<Series> series, TimeSpan firstPause, TimeSpan longestPause, TimeProvider clock, Action<RpcException> failed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(failed);
        var sending = SendAsync(series, cancellation);
        for (var pause = firstPause; ; pause = pause * 2 < longestPause ? pause * 2 : longestPause)
        {
            try
            {
                return await sending.ConfigureAwait(false);
            }
            catch (RpcException e)
            {
                failed(e);
            }

            await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
            sending = SendAgainAsync(cancellation);
        }
    }

    /// <summary>Sends the batch that failed once more; what was durable already is not counted twice.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What became of its rows; nothing is counted when it was durable already.</returns>
    /// <exception cref="InvalidOperationException">No batch has failed.</exception>
    public async Task<IngestBatchResponse> SendAgainAsync(CancellationToken cancellation)
    {
        var batch = _open ?? throw new InvalidOperationException("No batch has failed.");
        try
        {
            var ack = await _send(batch, cancellation).ConfigureAwait(false);
            (_open, Acknowledged) = (null, batch.Sequence);
            return ack;
        }
        catch (JudgeRequestException)
        {
            // Refused, so not taken: the next batch may have its number.
            _open = null;
            throw;
        }
    }
}
