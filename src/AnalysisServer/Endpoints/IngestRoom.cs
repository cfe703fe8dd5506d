using CanaryJudge.AnalysisServer.Hosting;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Bounds the batches that are being taken, by their size: streams wait for room and stop reading, single calls are refused.</summary>
/// <param name="limits">How much.</param>
internal sealed class IngestRoom(LimitOptions limits)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Room)> _waiting = new();
    private long _taken;

    /// <summary>Takes room, waiting for it.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The room; dispose it when the batch is durable.</returns>
    public async Task<Room> WaitAsync(long bytes, CancellationToken cancellation)
    {
        TaskCompletionSource room;
        lock (_gate)
        {
            if (_waiting.Count == 0 && Fits(bytes))
            {
                _taken += bytes;
                return new(this, bytes);
            }

            room = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((bytes, room));
        }

        using (cancellation.Register(() => room.TrySetCanceled(cancellation)))
        {
            await room.Task.ConfigureAwait(false);
        }

        return new(this, bytes);
    }

    /// <summary>Takes room at once.</summary>
    /// <param name="bytes">How much.</param>
    /// <returns>The room; dispose it when the batch is durable.</returns>
    /// <exception cref="LimitExceededException">There is none.</exception>
    public Room Take(long bytes)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && Fits(bytes))
            {
                _taken += bytes;
                return new(this, bytes);
            }
        }

        throw new LimitExceededException(nameof(LimitOptions.MaxIngestBytes), limits.MaxIngestBytes, "The server is busy: it is taking as many bytes of batches as it may.");
    }

    // One batch larger than everything allowed still gets through, alone.
    private bool Fits(long bytes) => _taken == 0 || _taken + bytes <= limits.MaxIngestBytes;

    private void Leave(long bytes)
    {
        lock (_gate)
        {
            _taken -= bytes;
            while (_waiting.TryPeek(out var next) && (next.Room.Task.IsCompleted || Fits(next.Bytes)))
            {
                _waiting.Dequeue();
                if (next.Room.TrySetResult())
                {
                    _taken += next.Bytes;
                }
            }
        }
    }

    /// <summary>Room for a batch.</summary>
    /// <param name="room">Where it came from.</param>
    /// <param name="bytes">How much.</param>
    internal readonly struct Room(IngestRoom room, long bytes) : IDisposable
    {
        /// <inheritdoc />
        public void Dispose() => room.Leave(bytes);
    }
}
