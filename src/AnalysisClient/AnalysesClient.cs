using System.Runtime.CompilerServices;
using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CanaryJudge.AnalysisClient;

/// <summary>Runs analyses on a CanaryJudge server: creates them, sends data, watches. Safe to share between threads.</summary>
/// <remarks>
/// Every call may be repeated without harm and is, while the server is UNAVAILABLE. Errors: as of <see cref="JudgeClient"/>; what an analysis
/// refuses is a <see cref="JudgeRequestException"/> with the reason and its facts among the problems.
/// </remarks>
public sealed class AnalysesClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AnalysisService.AnalysisServiceClient _analyses;
    private readonly JudgeClientOptions _options;

    private AnalysesClient(GrpcChannel channel, JudgeClientOptions options) => (_channel, _analyses, _options) = (channel, new(channel), options);

    /// <summary>Makes a client. Nothing is sent before the first call.</summary>
    /// <param name="address">The server's gRPC door: <c>http://127.0.0.1:50051</c> or <c>127.0.0.1:50051</c>.</param>
    /// <param name="options">How to call; null: the defaults.</param>
    /// <returns>The client.</returns>
    public static AnalysesClient Connect(string address, JudgeClientOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        options ??= new();
        return new(ChannelSettings.Open(address, options), options);
    }

    /// <summary>Creates an analysis.</summary>
    /// <param name="request">What to judge, and how. Without a request id it gets one, so that a repeated call creates nothing more.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The analysis.</returns>
    public async Task<Analysis> CreateAsync(CreateAnalysisRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var once = request.Clone();
        once.RequestId = once.RequestId.Length > 0 ? once.RequestId : Guid.NewGuid().ToString("N");
        return (await ToldAsync(o => _analyses.CreateAnalysisAsync(once, o), cancellation).ConfigureAwait(false)).Analysis;
    }

    /// <summary>One analysis with its newest judgement.</summary>
    /// <param name="name">analyses/{id}.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The analysis.</returns>
    public async Task<Analysis> GetAsync(string name, CancellationToken cancellation) =>
        (await ToldAsync(o => _analyses.GetAnalysisAsync(new() { Name = name }, o), cancellation).ConfigureAwait(false)).Analysis;

    /// <summary>Says at which weight the canary runs since when, or that the present step has ended.</summary>
    /// <param name="request">The move.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The number of the newest event.</returns>
    public async Task<ulong> SetStepAsync(SetStepRequest request, CancellationToken cancellation) =>
        (await ToldAsync(o => _analyses.SetStepAsync(request, o), cancellation).ConfigureAwait(false)).Revision;

    /// <summary>Closes the open buckets; the newest verdict becomes the state.</summary>
    /// <param name="name">analyses/{id}.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The analysis.</returns>
    public async Task<Analysis> FinishAsync(string name, CancellationToken cancellation) =>
        (await ToldAsync(o => _analyses.FinishAnalysisAsync(new() { Name = name }, o), cancellation).ConfigureAwait(false)).Analysis;

    /// <summary>Ends an analysis without a verdict.</summary>
    /// <param name="name">analyses/{id}.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The analysis.</returns>
    public async Task<Analysis> CancelAsync(string name, CancellationToken cancellation) =>
        (await ToldAsync(o => _analyses.CancelAnalysisAsync(new() { Name = name }, o), cancellation).ConfigureAwait(false)).Analysis;

    /// <summary>Removes an analysis with all its data, running or not.</summary>
    /// <param name="name">analyses/{id}.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>When it is gone.</returns>
    public Task DeleteAsync(string name, CancellationToken cancellation) =>
        ToldAsync(o => _analyses.DeleteAnalysisAsync(new() { Name = name }, o), cancellation);

    /// <summary>Analyses, the newest first, without their judgements; the next page is asked for when it is needed.</summary>
    /// <param name="request">Which, and how many a page.</param>
    /// <param name="cancellation">Ends the list; so does leaving the loop.</param>
    /// <returns>All of them.</returns>
    public async IAsyncEnumerable<Analysis> ListAsync(ListAnalysesRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var next = request.Clone();
        do
        {
            var page = await ToldAsync(o => _analyses.ListAnalysesAsync(next, o), cancellation).ConfigureAwait(false);
            foreach (var analysis in page.Analyses)
            {
                yield return analysis;
            }

            next.PageToken = page.NextPageToken;
        }
        while (next.PageToken.Length > 0);
    }

    /// <summary>Everything an analysis was made of, in order.</summary>
    /// <param name="name">analyses/{id}.</param>
    /// <param name="cancellation">Ends the export; so does leaving the loop.</param>
    /// <returns>The entries of its log; the first says how it began.</returns>
    public async IAsyncEnumerable<ExportAnalysisResponse> ExportAsync(string name, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var call = _analyses.ExportAnalysis(new() { Name = name }, cancellationToken: cancellation);
        while (await Calls.ToldAsync(() => call.ResponseStream.MoveNext(CancellationToken.None), cancellation).ConfigureAwait(false))
        {
            yield return call.ResponseStream.Current;
        }
    }

    /// <summary>A sender of data with a producer id of its own.</summary>
    /// <param name="name">analyses/{id}.</param>
    /// <returns>The sender; its first batch has sequence 1.</returns>
    public BatchSender Sender(string name) =>
        Sender(name, Guid.NewGuid().ToString("N"), acknowledged: 0);

    /// <summary>A sender that goes on as a producer that has sent before.</summary>
    /// <param name="name">analyses/{id}.</param>
    /// <param name="producer">The producer's id, 1 to 128 characters.</param>
    /// <param name="acknowledged">The newest sequence that the producer knows to be durable; <see cref="Analysis.Producers"/> tells.</param>
    /// <returns>The sender; its first batch has the sequence after that.</returns>
    public BatchSender Sender(string name, string producer, ulong acknowledged) =>
        new(name, producer, acknowledged, (batch, cancellation) => ToldAsync(o => _analyses.IngestBatchAsync(batch, o), cancellation));

    /// <summary>Tells every change of an analysis as it happens; a broken connection is made anew and goes on where it was.</summary>
    /// <param name="name">analyses/{id}.</param>
    /// <param name="fromRevision">The newest revision already known; 0: none.</param>
    /// <param name="cancellation">Ends the watch; so does leaving the loop.</param>
    /// <returns>Events, the newest look first; ends after the change of state that ended the analysis.</returns>
    public async IAsyncEnumerable<AnalysisEvent> WatchAsync(string name, ulong fromRevision, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var revision = fromRevision;
        for (var attempt = 1; ;)
        {
            using var call = _analyses.WatchAnalysis(new() { Name = name, FromRevision = revision }, cancellationToken: cancellation);
            var isBroken = false;
            while (await NextAsync(call.ResponseStream, attempt, cancellation).ConfigureAwait(false) is { } next)
            {
                if (next.Event is not { } told)
                {
                    isBroken = true;
                    break;
                }

                // A look that is told again after a break was told before it.
                if (told.Revision > revision || revision == fromRevision)
                {
                    revision = Math.Max(revision, told.Revision);
                    yield return told;
                }

                attempt = 1;
            }

            if (!isBroken)
            {
                yield break;
            }

            await Task.Delay(Pause(attempt++), cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _channel.Dispose();

    // Null: the watch has ended. An answer without an event: its connection broke.
    private Task<WatchAnalysisResponse?> NextAsync(IAsyncStreamReader<WatchAnalysisResponse> answers, int attempt, CancellationToken cancellation) => Calls.ToldAsync(
        async () =>
        {
            try
            {
                return await answers.MoveNext(CancellationToken.None).ConfigureAwait(false) ? answers.Current : null;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && attempt < _options.MaxAttempts && !cancellation.IsCancellationRequested)
            {
                return new WatchAnalysisResponse();
            }
        },
        cancellation);

    private TimeSpan Pause(int attempt)
    {
        var pause = _options.InitialBackoff * Math.Pow(2, attempt - 1);
        return pause < _options.MaxBackoff ? pause : _options.MaxBackoff;
    }

    private Task<T> ToldAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        Calls.ToldAsync(() => call(Calls.Options(_options.Deadline, cancellation)).ResponseAsync, cancellation);
}
