using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Sources.Policies;
using Grpc.Core;
using static CanaryJudge.AnalysisServer.Tests.Analyses.Inputs;
using RunOptions = CanaryJudge.Contracts.V1.RunOptions;

namespace CanaryJudge.AnalysisServer.Tests.Endpoints;

/// <summary>What an export gives back makes the same judgements elsewhere.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private RunningServer? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AnalysisService.AnalysisServiceClient Analyses => _server!.Analyses;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_replayed_export_says_the_same_to_the_byte(bool finished)
    {
        await CreateAsync(Analyses, "a", new() { PlannedLooks = { Seconds(120), Seconds(600) }, StopRule = RunOptions.Types.StopRule.FailOnly, ExpectedSplit = new() { CanaryShare = 0.5 } });
        await SendAsync(Analyses, "a", 1, Minutes(3));
        await Analyses.SetStepAsync(new() { Name = "analyses/a", Step = new() { Epoch = 1, Index = 2, WeightBasisPoints = 500, Since = ToWireAnalysis.Time(Requests.Minute(2) + 1) } }, cancellationToken: Cancellation);
        await SendAsync(Analyses, "a", 2, Minutes(3, first: 3));
        await SendAsync(Analyses, "a", 3, Minutes(1));
        await Analyses.SetStepAsync(new() { Name = "analyses/a", Ended = ToWireAnalysis.Time(Requests.Minute(6)) }, cancellationToken: Cancellation);
        if (finished)
        {
            await Analyses.FinishAnalysisAsync(new() { Name = "analyses/a" }, cancellationToken: Cancellation);
        }

        var shown = await GetAsync(Analyses, "a");
        var log = await ExportAsync("a");

        var policy = PolicyFile.Read(log[0].Start.PolicyYaml, "policy").Policy!;
        var run = AnalysisRun.Begin(FromExport.Start(log[0]), policy, CanonicalPolicy.Hash(policy), MetricWatches.Default);
        foreach (var entry in log.Skip(1))
        {
            run.Apply(FromExport.Entry(entry), seen: null);
        }

        Assert.Equal(finished ? 7 : 6, log.Count);
        Assert.Equal(shown, Analysis.Parser.ParseFrom(ToWireAnalysis.Analysis(run)));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => ExportAsync("none"));

        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task Over_http_it_has_an_entry_a_line()
    {
        await CreateAsync(Analyses, "a");
        await SendAsync(Analyses, "a", 1, Minutes(3));
        await Analyses.CancelAnalysisAsync(new() { Name = "analyses/a" }, cancellationToken: Cancellation);

        var lines = (await _server!.Http.GetStringAsync("/v1/analyses/a:export", Cancellation)).TrimEnd('\n').Split('\n');

        Assert.Equal(["start", "batch", "mark"], lines.Select(l => ExportAnalysisResponse.Parser.ParseJson(l).EntryCase.ToString().ToLowerInvariant()));
    }

    private static Google.Protobuf.WellKnownTypes.Duration Seconds(int seconds) => new() { Seconds = seconds };

    private async Task<List<ExportAnalysisResponse>> ExportAsync(string id)
    {
        using var call = Analyses.ExportAnalysis(new() { Name = $"analyses/{id}" }, cancellationToken: Cancellation);
        return await call.ResponseStream.ReadAllAsync(Cancellation).ToListAsync(Cancellation);
    }
}
