using CanaryJudge.AnalysisClient;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisClient.Traffic.Proxies;
using CanaryJudge.AnalysisServer;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Proxy.Tests;

/// <summary>What is measured, and what the judge's server is told.</summary>
public sealed class MeasureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_second_is_told_once_it_is_over_with_failures_counted_and_their_latencies_left_out()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(100));
        var measures = new Measures(clock);
        measures.Add(ProxyArm.Baseline, 12, failed: false);
        measures.Add(ProxyArm.Canary, 3, failed: true);
        measures.Add(ProxyArm.Canary, 14, failed: false);

        Assert.Empty(measures.Take());
        clock.Advance(TimeSpan.FromSeconds(1));
        var second = Assert.Single(measures.Take());

        Assert.Equal(100, second.Number);
        Assert.Equal((2UL, 1UL), (second.Canary.Total, second.Canary.Failed));
        Assert.Equal([14], second.Canary.Latencies);
        Assert.Equal([12], second.Baseline.Latencies);
        Assert.Empty(measures.Take());
    }

    [Fact]
    public void What_nobody_takes_is_bounded()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(100));
        var measures = new Measures(clock);
        for (var i = 0; i < Measures.MostLatencies + 10; i++)
        {
            measures.Add(ProxyArm.Baseline, 1, failed: false);
        }

        Assert.Equal(10, measures.Dropped);
        for (var i = 0; i < Measures.MostSeconds + 5; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            measures.Add(ProxyArm.Baseline, 1, failed: true);
        }

        Assert.Equal(Measures.MostSeconds - 1, measures.Take().Count);
    }

    [Fact]
    public async Task The_analysis_of_the_rollout_that_set_the_weight_is_told_and_a_server_that_comes_late_misses_nothing()
    {
        await using var baseline = await Backend.StartAsync("baseline");
        await using var canary = await Backend.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/bad" ? 500 : 200;
            return Task.CompletedTask;
        });
        var data = Directory.CreateTempSubdirectory("canaryjudge-proxy-").FullName;
        try
        {
            var port = FreePort();
            var address = $"http://127.0.0.1:{port}";
            await using var proxy = await SplitProxy.StartAsync(new() { Baseline = baseline.Address, Canary = canary.Address, Listen = "127.0.0.1:0", Control = "127.0.0.1:0", Cookie = null, Server = address }, Cancellation);
            using var controller = ProxyController.Kind.Open(new Dictionary<string, string> { ["control"] = proxy.Control.ToString() });
            await controller.SetAsync(new WeightOrder("shop-1.1", 1, 1, Weight.Full), Cancellation);
            using var http = new HttpClient();
            for (var i = 0; i < 40; i++)
            {
                using var answer = await http.GetAsync(new Uri(proxy.Address, i % 10 == 0 ? "/bad" : "/"), Cancellation);
            }

            // Time for a first attempt that finds nobody.
            await Task.Delay(1_600, Cancellation);
            await using var server = ServerHost.Build(["--grpc-port", $"{port}", "--http-port", "0", "--data", data], b => b.Logging.ClearProviders());
            using var client = AnalysesClient.Connect(address);
            await server.StartAsync(Cancellation);
            await client.CreateAsync(new() { AnalysisId = "shop-1.1", PolicyYaml = "metrics: [{name: errors, kind: ratio}, {name: latency_ms, kind: samples}]" }, Cancellation);

            IngestCounts counts;
            for (var left = 150; (counts = (await client.GetAsync("analyses/shop-1.1", Cancellation)).Counts) is not { Accepted: >= 37 } && left > 0; left--)
            {
                await Task.Delay(100, Cancellation);
            }

            // 36 latencies, and a row for each second that the 40 requests took.
            Assert.InRange(counts.Accepted, 37, 41);
            Assert.Empty(counts.Rejected);
            await server.StopAsync(Cancellation);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
