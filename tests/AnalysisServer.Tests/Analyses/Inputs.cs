using CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Tests.Analyses;

/// <summary>Requests of analyses that are right, to be spoiled by tests.</summary>
internal static class Inputs
{
    public const string Rules = "metrics: [{name: latency_ms, kind: samples}, {name: errors, kind: ratio}]";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Creates an analysis, or finds it again.</summary>
    public static async Task<Analysis> CreateAsync(AnalysisService.AnalysisServiceClient analyses, string id, RunOptions? options = null) =>
        (await analyses.CreateAnalysisAsync(new() { AnalysisId = id, RequestId = $"create-{id}", PolicyYaml = Rules, Options = options }, cancellationToken: Cancellation)).Analysis;

    public static async Task<Analysis> GetAsync(AnalysisService.AnalysisServiceClient analyses, string id) =>
        (await analyses.GetAnalysisAsync(new() { Name = $"analyses/{id}" }, cancellationToken: Cancellation)).Analysis;

    public static async Task<IngestBatchResponse> SendAsync(AnalysisService.AnalysisServiceClient analyses, string id, ulong sequence, params Series[] series) =>
        await analyses.IngestBatchAsync(Batch(id, sequence, series), cancellationToken: Cancellation);

    public static IngestBatchRequest Batch(string id, ulong sequence, params Series[] series) =>
        new() { Analysis = $"analyses/{id}", Producer = "p", Sequence = sequence, Series = { series } };

    /// <summary>The same batch on a stream.</summary>
    public static IngestRequest Streamed(string id, ulong sequence, params Series[] series) =>
        new() { Analysis = $"analyses/{id}", Producer = "p", Sequence = sequence, Series = { series } };

    /// <summary>Samples from a time on, a millisecond apart.</summary>
    public static Series Latency(Series.Types.Arm arm, int rows, long from) => new()
    {
        Metric = "latency_ms",
        Arm = arm,
        Samples = new() { TimeUnixNano = { Enumerable.Range(0, rows).Select(i => from + (i * 1_000_000L)) }, Value = { Requests.Values(rows) } },
    };

    /// <summary>Samples of both arms in minutes 0 to n - 1: n - 1 of them close.</summary>
    public static Series[] Minutes(int minutes, int first = 0) =>
    [
        .. new[] { Series.Types.Arm.Baseline, Series.Types.Arm.Canary }.Select(arm => new Series
        {
            Metric = "latency_ms",
            Arm = arm,
            Samples = new() { TimeUnixNano = { Enumerable.Range(first, minutes).Select(Requests.Minute) }, Value = { Requests.Values(minutes) } },
        }),
    ];
}
