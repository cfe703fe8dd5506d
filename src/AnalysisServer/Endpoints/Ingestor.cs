using System.Diagnostics;
using CanaryJudge.AnalysisServer.Analyses;
using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.AnalysisServer.Telemetry;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Analyses;
using Orleans;
using Status = Google.Rpc.Status;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Takes batches from the wire to their analysis.</summary>
/// <param name="grains">The analyses.</param>
/// <param name="limits">What a batch may hold.</param>
/// <param name="clock">The clock.</param>
/// <param name="meters">Counts.</param>
internal sealed class Ingestor(IGrainFactory grains, LimitOptions limits, TimeProvider clock, ServerMeters meters)
{
    /// <summary>Reads a batch.</summary>
    /// <param name="request">As received.</param>
    /// <returns>The analysis' id and the entry of its log.</returns>
    /// <exception cref="InvalidRequestException">Something is wrong with it.</exception>
    /// <exception cref="LimitExceededException">There is too much in it.</exception>
    public (string Id, byte[] Entry) Read(IngestBatchRequest request)
    {
        var violations = new Violations();
        var id = ToAnalysis.Id(request.Analysis, "analysis", violations);
        var batch = ToAnalysis.Batch(request, UnixTime.Of(clock.GetUtcNow()), limits, violations);
        return violations.Any ? throw new InvalidRequestException(violations.ToList()) : (id, EntryBytes.Write(batch));
    }

    /// <summary>Makes batches of one analysis durable.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="entries">The batches, in order.</param>
    /// <returns>For each its acknowledgement, or why there is none.</returns>
    public async Task<IReadOnlyList<(IngestBatchResponse? Ack, Status? Refusal)>> TakeAsync(string id, byte[][] entries)
    {
        using var span = Traces.Ingest(id, entries.Length);
        var start = Stopwatch.GetTimestamp();
        var replies = await grains.GetGrain<IAnalysisGrain>(id).IngestAsync(new(entries)).ConfigureAwait(false);
        meters.AckSeconds.Observe(Stopwatch.GetElapsedTime(start).TotalSeconds, replies.Length);
        return [.. replies.Select(r => (r.Value is { } ack ? IngestBatchResponse.Parser.ParseFrom(ack) : null, r.Refusal is { } status ? Status.Parser.ParseFrom(status) : null))];
    }
}
