using System.Globalization;
using CanaryJudge.AnalysisServer.Analyses;
using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Analyses;
using Grpc.Core;
using Orleans;
using Status = Google.Rpc.Status;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>The door of analyses, for gRPC and for JSON.</summary>
/// <param name="grains">The analyses.</param>
/// <param name="host">What they need of the server.</param>
/// <param name="creation">Creates them.</param>
/// <param name="ingestor">Takes batches.</param>
/// <param name="streams">Takes streams of batches.</param>
/// <param name="room">Bounds how much is being taken.</param>
/// <param name="watches">Tells watchers.</param>
/// <param name="export">Gives back logs.</param>
/// <param name="drain">Knows when no new work is taken.</param>
internal sealed class AnalysisEndpoint(
    IGrainFactory grains, AnalysisHost host, AnalysisCreation creation, Ingestor ingestor, IngestStream streams, IngestRoom room, WatchStream watches, AnalysisExport export, Drain drain)
    : AnalysisService.AnalysisServiceBase
{
    private const int UsualPage = 100;
    private const int LargestPage = 1000;

    /// <inheritdoc />
    public override async Task<CreateAnalysisResponse> CreateAnalysis(CreateAnalysisRequest request, ServerCallContext context)
    {
        drain.EnterCall(context);
        var id = await creation.CreateAsync(request, context.CancellationToken).ConfigureAwait(false);
        return new() { Analysis = Shown(await Grain(id).ShowAsync().ConfigureAwait(false)) };
    }

    /// <inheritdoc />
    public override async Task Ingest(IAsyncStreamReader<IngestRequest> requestStream, IServerStreamWriter<IngestResponse> responseStream, ServerCallContext context)
    {
        drain.EnterCall(context);
        await streams.RunAsync(requestStream, responseStream, context).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override async Task<IngestBatchResponse> IngestBatch(IngestBatchRequest request, ServerCallContext context)
    {
        drain.EnterCall(context);
        using var taken = room.Take(request.CalculateSize());
        var (id, entry) = ingestor.Read(request);
        var (ack, refusal) = (await ingestor.TakeAsync(id, [entry]).ConfigureAwait(false))[0];
        return refusal is null ? ack! : throw new RefusedException(refusal);
    }

    /// <inheritdoc />
    public override async Task<SetStepResponse> SetStep(SetStepRequest request, ServerCallContext context)
    {
        drain.EnterCall(context);
        var violations = new Violations();
        var id = ToAnalysis.Id(request.Name, "name", violations);
        var step = ToAnalysis.Step(request, host.Now, violations);
        return violations.Any ? throw new InvalidRequestException(violations.ToList()) : new() { Revision = (await TakeAsync(id, step).ConfigureAwait(false)).Revision };
    }

    /// <inheritdoc />
    public override async Task<FinishAnalysisResponse> FinishAnalysis(FinishAnalysisRequest request, ServerCallContext context)
    {
        drain.EnterCall(context);
        return new() { Analysis = await TakeAsync(Id(request.Name), new AnalysisEntry.Finished(host.Now)).ConfigureAwait(false) };
    }

    /// <inheritdoc />
    public override async Task<CancelAnalysisResponse> CancelAnalysis(CancelAnalysisRequest request, ServerCallContext context)
    {
        drain.EnterCall(context);
        return new() { Analysis = await TakeAsync(Id(request.Name), new AnalysisEntry.Cancelled(host.Now)).ConfigureAwait(false) };
    }

    /// <inheritdoc />
    public override async Task<DeleteAnalysisResponse> DeleteAnalysis(DeleteAnalysisRequest request, ServerCallContext context)
    {
        drain.EnterCall(context);
        var reply = await Grain(Id(request.Name)).DeleteAsync().ConfigureAwait(false);
        return reply.Refusal is { } status ? throw new RefusedException(Status.Parser.ParseFrom(status)) : new();
    }

    /// <inheritdoc />
    public override async Task<GetAnalysisResponse> GetAnalysis(GetAnalysisRequest request, ServerCallContext context)
    {
        drain.EnterCall(context);
        return new() { Analysis = Shown(await Grain(Id(request.Name)).ShowAsync().ConfigureAwait(false)) };
    }

    /// <inheritdoc />
    public override async Task<ListAnalysesResponse> ListAnalyses(ListAnalysesRequest request, ServerCallContext context)
    {
        drain.EnterCall(context);
        var page = await host.Store.ListAsync(Query(request), context.CancellationToken).ConfigureAwait(false);
        return new()
        {
            Analyses = { page.Headers.Select(ToWireAnalysis.Analysis) },
            NextPageToken = page.Next?.ToString("x", CultureInfo.InvariantCulture) ?? "",
        };
    }

    /// <inheritdoc />
    public override Task ExportAnalysis(ExportAnalysisRequest request, IServerStreamWriter<ExportAnalysisResponse> responseStream, ServerCallContext context)
    {
        drain.EnterCall(context);
        return export.RunAsync(Id(request.Name), responseStream, context.CancellationToken);
    }

    /// <inheritdoc />
    public override Task WatchAnalysis(WatchAnalysisRequest request, IServerStreamWriter<WatchAnalysisResponse> responseStream, ServerCallContext context)
    {
        drain.EnterCall(context);
        return watches.RunAsync(Id(request.Name), request.FromRevision, responseStream, context);
    }

    private static string Id(string name)
    {
        var violations = new Violations();
        var id = ToAnalysis.Id(name, "name", violations);
        return violations.Any ? throw new InvalidRequestException(violations.ToList()) : id;
    }

    private static AnalysisQuery Query(ListAnalysesRequest request)
    {
        var violations = new Violations();
        long before = 0;
        if (request.PageToken.Length > 0 && !long.TryParse(request.PageToken, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out before))
        {
            violations.Add("page_token", "It is no token of this list; use the next_page_token of the page before.");
        }

        if (request.PageSize is < 0 or > LargestPage)
        {
            violations.Add("page_size", $"It is {request.PageSize}; it lies between 1 and {LargestPage}.");
        }

        var labels = new List<KeyValuePair<string, string>>();
        for (var i = 0; i < request.Labels.Count; i++)
        {
            var parts = request.Labels[i].Split('=', 2);
            if (parts.Length == 2)
            {
                labels.Add(KeyValuePair.Create(parts[0], parts[1]));
            }
            else
            {
                violations.Add($"labels[{i}]", "A label is written name=value.");
            }
        }

        for (var i = 0; i < request.States.Count; i++)
        {
            if (request.States[i] == Analysis.Types.State.Unspecified || !Enum.IsDefined(request.States[i]))
            {
                violations.Add($"states[{i}]", "The state is unknown.");
            }
        }

        return violations.Any
            ? throw new InvalidRequestException(violations.ToList())
            : new(
                [.. request.States.Select(s => (int)Enum.Parse<AnalysisState>(s.ToString()))], labels, request.PageSize == 0 ? UsualPage : request.PageSize,
                request.PageToken.Length > 0 ? before : null);
    }

    private static Analysis Shown(GrainReply reply) =>
        reply.Refusal is { } status ? throw new RefusedException(Status.Parser.ParseFrom(status)) : Analysis.Parser.ParseFrom(reply.Value);

    private IAnalysisGrain Grain(string id) => grains.GetGrain<IAnalysisGrain>(id);

    private async Task<Analysis> TakeAsync(string id, AnalysisEntry entry) => Shown(await Grain(id).TakeAsync(new(EntryBytes.Write(entry))).ConfigureAwait(false));
}
