using System.Globalization;
using CanaryJudge.AnalysisServer.Analyses;
using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.AnalysisServer.Telemetry;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Analyses;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Creates analyses; a request that is repeated creates nothing more.</summary>
/// <param name="host">What analyses need of the server.</param>
/// <param name="limits">How many, and of how many metrics.</param>
internal sealed class AnalysisCreation(AnalysisHost host, LimitOptions limits)
{
    /// <summary>Creates an analysis, or finds the one that the same request created.</summary>
    /// <param name="request">As received.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="InvalidRequestException">Something is wrong with the request.</exception>
    /// <exception cref="LimitExceededException">There are too many analyses, or metrics in it.</exception>
    /// <exception cref="RefusedException">The id, or the request's id, is taken.</exception>
    public async Task<string> CreateAsync(CreateAnalysisRequest request, CancellationToken cancellation)
    {
        LimitCheck.Require(nameof(LimitOptions.MaxMessageBytes), request.CalculateSize(), limits.MaxMessageBytes, "The request", "bytes");
        var violations = new Violations();
        var (policy, text) = ToPolicy.Read(request, host.ReadPolicy, violations);
        var start = ToAnalysis.Start(request, request.AnalysisId.Length > 0 ? request.AnalysisId : NewId(), host.Now, text, violations);
        if (violations.Any)
        {
            throw new InvalidRequestException(violations.ToList());
        }

        LimitCheck.Require(nameof(LimitOptions.MaxMetricsPerAnalysis), policy.Metrics!.Count, limits.MaxMetricsPerAnalysis, "The policy", "metrics");
        if (await RepeatedAsync(request, start, cancellation).ConfigureAwait(false) is { } before)
        {
            return before;
        }

        await RequireRoomAsync(cancellation).ConfigureAwait(false);
        var header = HeaderOf.Start(start, policy.Name) with { Due = AnalysisRun.Begin(start, policy, "", host.Watches).TimesOutAt ?? (start.Created + start.Options.UnwatchedAfter) };
        if (await host.Store.CreateAsync(header, EntryBytes.Write(start), cancellation).ConfigureAwait(false) == CreateOutcome.Created)
        {
            Log.AnalysisCreated(host.Log, start.Id, policy.Metrics.Count);
            return start.Id;
        }

        // The same request may have come twice at the same time.
        return await RepeatedAsync(request, start, cancellation).ConfigureAwait(false)
            ?? throw new RefusedException(StatusOf.Exists("ANALYSIS_EXISTS", $"analysis_id: There is an analysis '{start.Id}' already. Choose another id, or leave it out."));
    }

    private async Task<string?> RepeatedAsync(CreateAnalysisRequest request, AnalysisStart start, CancellationToken cancellation)
    {
        if (request.RequestId.Length == 0 || await host.Store.FindByRequestAsync(request.RequestId, cancellation).ConfigureAwait(false) is not { } header)
        {
            return null;
        }

        var log = await host.Store.ReadLogAsync(header.Id, 0, cancellation).ConfigureAwait(false);
        var created = EntryBytes.ReadStart(log[0]);
        var same = start with { Created = created.Created, Id = request.AnalysisId.Length > 0 ? start.Id : created.Id };
        return EntryBytes.Write(same).AsSpan().SequenceEqual(log[0])
            ? header.Id
            : throw new RefusedException(StatusOf.Exists("REQUEST_REUSED", $"request_id: It created analysis '{header.Id}' with other contents. A new request needs an id of its own."));
    }

    private async Task RequireRoomAsync(CancellationToken cancellation)
    {
        var counts = await host.Store.CountAsync(cancellation).ConfigureAwait(false);
        var running = counts.GetValueOrDefault((int)AnalysisState.Running);
        if (running >= limits.MaxRunningAnalyses)
        {
            throw new LimitExceededException(nameof(LimitOptions.MaxRunningAnalyses), limits.MaxRunningAnalyses, $"{running:N0} analyses run.");
        }
    }

    // Sorts by time, and nobody guesses it.
    private string NewId() => $"{host.Clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}"[..32];
}
