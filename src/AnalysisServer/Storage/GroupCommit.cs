using System.Diagnostics;
using System.Threading.Channels;
using CanaryJudge.AnalysisServer.Telemetry;

namespace CanaryJudge.AnalysisServer.Storage;

/// <summary>One writer with a bounded queue: writes that wait together are made durable together.</summary>
/// <param name="commit">Runs writes in one transaction.</param>
/// <param name="capacity">How many may wait; more wait to be queued.</param>
/// <param name="meters">Counts.</param>
internal sealed class GroupCommit(Func<IReadOnlyList<StoreWrite>, Task> commit, int capacity, ServerMeters meters) : IAsyncDisposable
{
    private const int LargestGroup = 512;
    private const long LargestBytes = 16 * 1024 * 1024;

    private readonly Channel<StoreWrite> _queue = Channel.CreateBounded<StoreWrite>(new BoundedChannelOptions(capacity) { SingleReader = true });
    private Task _writing = Task.CompletedTask;

    /// <summary>Starts to write.</summary>
    public void Start() => _writing = Task.Run(WriteAsync);

    /// <summary>Queues a write and waits until it is durable.</summary>
    /// <typeparam name="T">Its answer.</typeparam>
    /// <param name="write">The write.</param>
    /// <param name="cancellation">Ends the wait, not the write.</param>
    public async Task<T> RunAsync<T>(StoreWrite<T> write, CancellationToken cancellation)
    {
        try
        {
            await _queue.Writer.WriteAsync(write, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new StorageException(StorageProblem.Unavailable, "The store is closed: the server stops.", e);
        }

        meters.QueuedWrites.Inc();
        return await write.Answer.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var group = new List<StoreWrite>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            group.Clear();
            for (long bytes = 0; group.Count < LargestGroup && bytes < LargestBytes && _queue.Reader.TryRead(out var write); bytes += write.Bytes)
            {
                group.Add(write);
            }

            var start = Stopwatch.GetTimestamp();
            try
            {
                await commit(group).ConfigureAwait(false);
                group.ForEach(w => w.Done());
            }
            catch (StorageException e)
            {
                group.ForEach(w => w.Failed(e));
            }
            catch (OperationCanceledException e)
            {
                // The writer lives on: a database may call off a statement of its own accord.
                group.ForEach(w => w.Failed(new(StorageProblem.Unavailable, $"The store called the write off: {e.Message}", e)));
            }

            meters.QueuedWrites.Dec(group.Count);
            meters.StorageSeconds.Observe(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }
}
