using System.Text.Json.Nodes;
using CanaryJudge.AnalysisClient;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.AnalysisClient.Traffic.Proxies;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Proxy;
using CanaryJudge.Rollouts.Reading;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.Cli.Demo;

/// <summary>Rolls out one release of the toy shop: two versions of it, the proxy before them, users, and the same runner as in <c>rollout run</c>.</summary>
/// <param name="server">The judge's gRPC door.</param>
/// <param name="folder">Where the journals go.</param>
internal sealed class DemoRollout(string server, string folder)
{
    private const string Policy = """
        apiVersion: canaryjudge/v1
        kind: Policy
        name: shop
        metrics:
          - {name: latency_ms, kind: samples, margin: 50%, guards: [p90]}
          - {name: errors, kind: ratio, tolerance: 2pp, margin: 12pp, independent: true}
        """;

    private const string Plan = """
        {"steps": [{"weight": "5%"}, {"weight": "25%"}, {"weight": "50%"}], "defaults": {"min": "2s", "max": "30s"},
         "settle": "1s", "verifyEvery": "1s", "blind": {"after": "20s"}, "resume": {"within": "20s"}}
        """;

    /// <summary>Runs a release to its end.</summary>
    /// <param name="release">The release.</param>
    /// <param name="view">Shows it.</param>
    /// <param name="cancellation">Leaves at once.</param>
    /// <returns>The rollout's exit code.</returns>
    public async Task<RolloutEnd> RunAsync(DemoRelease release, IRolloutObserver view, CancellationToken cancellation)
    {
        var id = $"shop-{release.To.Name}";
        var baseline = await DemoShop.OpenAsync(release.From, cancellation).ConfigureAwait(false);
        await using var baselineCloses = baseline.ConfigureAwait(false);
        var canary = await DemoShop.OpenAsync(release.To, cancellation).ConfigureAwait(false);
        await using var canaryCloses = canary.ConfigureAwait(false);
        var proxy = await SplitProxy.StartAsync(
            new() { Baseline = baseline.Address, Canary = canary.Address, Listen = "127.0.0.1:0", Control = "127.0.0.1:0", Header = DemoLoad.UserHeader, Server = server }, cancellation).ConfigureAwait(false);
        await using var proxyEnds = proxy.ConfigureAwait(false);
        await using var loadEnds = new DemoLoad(proxy.Address).ConfigureAwait(false);
        using var judge = AnalysesClient.Connect(server, new() { Deadline = TimeSpan.FromSeconds(10), MaxAttempts = 1 });
        using var controller = ProxyController.Kind.Open(new Dictionary<string, string>(StringComparer.Ordinal) { ["control"] = proxy.Control.ToString() });
        using var journal = RolloutJournal.Open(Path.Combine(folder, id), TimeProvider.System);
        using var runner = new RolloutRunner(
            new()
            {
                RolloutId = id,
                Plan = PlanReader.Read(JsonNode.Parse(Plan)!.AsObject()).Plan!,
                PlanHash = id,
                Controller = controller,
                Feed = new AnalysisFeed(judge, Analysis(id), TimeProvider.System),
                Observers = [view],
            },
            journal);
        var end = await runner.RunAsync(cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return end;
    }

    private static CreateAnalysisRequest Analysis(string id) => new()
    {
        AnalysisId = id,
        RequestId = id,
        PolicyYaml = Policy,
        Options = new() { StopRule = RunOptions.Types.StopRule.FailOnly, Bucket = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)), Lateness = Duration.FromTimeSpan(TimeSpan.Zero) },
    };
}
