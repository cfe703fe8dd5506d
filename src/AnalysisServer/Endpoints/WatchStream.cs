using CanaryJudge.AnalysisServer.Analyses;
using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.AnalysisServer.Telemetry;
using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Orleans;
using Status = Google.Rpc.Status;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Tells watchers what happens to an analysis, wherever it lives. A slow reader holds nothing: it asks when it is ready for more.</summary>
/// <param name="grains">The analyses.</param>
/// <param name="limits">How many watches.</param>
/// <param name="meters">Counts.</param>
/// <param name="drain">Ends watches when the server stops.</param>
internal sealed class WatchStream(IGrainFactory grains, LimitOptions limits, ServerMeters meters, Drain drain)
{
    private int _open;

    /// <summary>Tells one watcher until the analysis has ended or the watcher leaves.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="revision">The newest revision that the watcher knows.</param>
    /// <param name="events">Takes the events.</param>
    /// <param name="context">The call.</param>
    /// <exception cref="RefusedException">There is no such analysis, or no more.</exception>
    public async Task RunAsync(string id, ulong revision, IServerStreamWriter<WatchAnalysisResponse> events, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Begun);
        try
        {
            if (Interlocked.Increment(ref _open) > limits.MaxOpenWatches)
            {
                throw new LimitExceededException(nameof(LimitOptions.MaxOpenWatches), limits.MaxOpenWatches, $"{limits.MaxOpenWatches:N0} watches are open.");
            }

            meters.Watches.Inc();
            await TellAsync(grains.GetGrain<IAnalysisGrain>(id), revision, events, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (drain.Begun.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw new ShuttingDownException();
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            meters.Watches.Dec();
        }
    }

    private static async Task TellAsync(IAnalysisGrain analysis, ulong revision, IServerStreamWriter<WatchAnalysisResponse> events, CancellationToken cancellation)
    {
        for (var first = true; ; first = false)
        {
            var reply = await analysis.WatchAsync(revision, first).WaitAsync(cancellation).ConfigureAwait(false);
            if (reply.Refusal is { } status)
            {
                throw new RefusedException(Status.Parser.ParseFrom(status));
            }

            foreach (var bytes in reply.Events)
            {
                await events.WriteAsync(new() { Event = AnalysisEvent.Parser.ParseFrom(bytes) }, cancellation).ConfigureAwait(false);
            }

            revision = reply.Revision;
            if (reply.Over)
            {
                return;
            }
        }
    }
}
