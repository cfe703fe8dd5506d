using System.Threading.Channels;
using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Takes the batches of streams: what has come while others were made durable is made durable together.</summary>
/// <param name="ingestor">Takes batches.</param>
/// <param name="room">Bounds how much is being taken.</param>
/// <param name="limits">How many streams.</param>
/// <param name="drain">Ends streams when the server stops.</param>
internal sealed class IngestStream(Ingestor ingestor, IngestRoom room, LimitOptions limits, Drain drain)
{
    /// <summary>
    /// Batches that are made durable together, and read ahead while others are. The end of each group waits for the disk with nothing to apply: of 8 batches,
    /// a stream of small ones was a tenth to a fifth slower.
    /// </summary>
    private const int MostTogether = 32;

    /// <summary>What is handed on in one piece, also to another server; a larger batch goes alone.</summary>
    private const long MostBytesTogether = 8 * 1024 * 1024;

    private int _open;

    /// <summary>Takes one stream's batches until its caller has no more.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="acks">Takes the acknowledgements, in order.</param>
    /// <param name="context">The call.</param>
    /// <returns>When every batch read is acknowledged.</returns>
    /// <exception cref="RefusedException">A batch was refused.</exception>
    public async Task RunAsync(IAsyncStreamReader<IngestRequest> batches, IServerStreamWriter<IngestResponse> acks, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Begun);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        var read = Channel.CreateBounded<Held>(new BoundedChannelOptions(MostTogether) { SingleReader = true, SingleWriter = true });
        var reading = Task.CompletedTask;
        try
        {
            if (Interlocked.Increment(ref _open) > limits.MaxOpenStreams)
            {
                throw new LimitExceededException(nameof(LimitOptions.MaxOpenStreams), limits.MaxOpenStreams, $"{limits.MaxOpenStreams:N0} streams are open.");
            }

            reading = ReadAsync(batches, read.Writer, stop.Token);
            while (await read.Reader.WaitToReadAsync(context.CancellationToken).ConfigureAwait(false))
            {
                await TakeAsync(read.Reader, acks, context).ConfigureAwait(false);
            }

            await reading.ConfigureAwait(false);
        }
        catch (Exception e) when (drain.Begun.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested && e is OperationCanceledException or RpcException)
        {
            throw new ShuttingDownException();
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (read.Reader.TryRead(out var left))
            {
                left.Room.Dispose();
            }

            Interlocked.Decrement(ref _open);
        }
    }

    private async Task ReadAsync(IAsyncStreamReader<IngestRequest> batches, ChannelWriter<Held> into, CancellationToken cancellation)
    {
        try
        {
            while (await batches.MoveNext(cancellation).ConfigureAwait(false))
            {
                var batch = batches.Current;
                var held = await room.WaitAsync(batch.CalculateSize(), cancellation).ConfigureAwait(false);
                try
                {
                    await into.WriteAsync(Read(batch, held), cancellation).ConfigureAwait(false);
                }
                catch
                {
                    // The stream ends, and nobody will take it.
                    held.Dispose();
                    throw;
                }
            }

            into.Complete();
        }
        catch (Exception e)
        {
            // What was read before is taken and acknowledged first.
            into.Complete(e);
        }
    }

    /// <summary>Turns a batch into an entry, beside what is being taken.</summary>
    private Held Read(IngestRequest batch, IngestRoom.Room held)
    {
        var (analysis, producer) = (batch.Analysis, batch.Producer);
        try
        {
            return new(analysis, producer, held) { Entry = ingestor.Read(Single(batch)).Entry };
        }
        catch (Exception e) when (e is InvalidRequestException or LimitExceededException)
        {
            return new(analysis, producer, held) { Problem = e };
        }
    }

    private async Task TakeAsync(ChannelReader<Held> read, IServerStreamWriter<IngestResponse> acks, ServerCallContext context)
    {
        var group = new List<Held>();
        var entries = new List<byte[]>();
        Exception? problem = null;
        long bytes = 0;
        bool Fits(Held next) => group.Count == 0
            || (group.Count < MostTogether && bytes + next.Bytes <= MostBytesTogether && next.Analysis == group[0].Analysis);
        try
        {
            while (problem is null && read.TryPeek(out var next) && Fits(next) && read.TryRead(out var held))
            {
                group.Add(held);
                bytes += held.Bytes;

                // Those before a bad one are good.
                problem = held.Problem;
                if (held.Entry is { } entry)
                {
                    entries.Add(entry);
                }
            }

            if (entries.Count > 0)
            {
                await AcknowledgeAsync(group, entries, acks, context).ConfigureAwait(false);
            }
        }
        finally
        {
            group.ForEach(h => h.Room.Dispose());
        }

        if (problem is not null)
        {
            throw problem;
        }
    }

    private async Task AcknowledgeAsync(List<Held> group, List<byte[]> entries, IServerStreamWriter<IngestResponse> acks, ServerCallContext context)
    {
        var id = group[0].Analysis[Mapping.ToWireAnalysis.Collection.Length..];
        var replies = await ingestor.TakeAsync(id, [.. entries]).ConfigureAwait(false);
        for (var i = 0; i < replies.Count; i++)
        {
            if (replies[i].Refusal is { } refusal)
            {
                throw new RefusedException(refusal);
            }

            var ack = replies[i].Ack!;
            await acks.WriteAsync(
                new()
                {
                    Sequence = ack.Sequence,
                    Counts = ack.Counts,
                    Revision = ack.Revision,
                    Repeated = ack.Repeated,
                    Analysis = group[i].Analysis,
                    Producer = group[i].Producer,
                },
                context.CancellationToken).ConfigureAwait(false);
        }
    }

    private static IngestBatchRequest Single(IngestRequest batch) =>
        new() { Analysis = batch.Analysis, Producer = batch.Producer, Sequence = batch.Sequence, Series = { batch.Series } };

    /// <summary>A batch that was read, and its room: its entry, or what is wrong with it.</summary>
    private sealed record Held(string Analysis, string Producer, IngestRoom.Room Room)
    {
        public byte[]? Entry { get; init; }

        public Exception? Problem { get; init; }

        public int Bytes => Entry?.Length ?? 0;
    }
}
