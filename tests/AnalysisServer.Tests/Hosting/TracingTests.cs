using System.Net;
using System.Text;
using static CanaryJudge.AnalysisServer.Tests.Analyses.Inputs;

namespace CanaryJudge.AnalysisServer.Tests.Hosting;

/// <summary>Traces as a collector receives them.</summary>
public sealed class TracingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_is_traced_from_its_call_to_its_looks_and_says_its_analysis()
    {
        var port = FreePort();
        using var collector = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        collector.Start();
        var received = new StringBuilder();
        var collecting = CollectAsync(collector, received);

        await using (var server = await RunningServer.StartAsync("--otlp-endpoint", $"http://127.0.0.1:{port}/v1/traces"))
        {
            await CreateAsync(server.Analyses, "traced-7");
            await SendAsync(server.Analyses, "traced-7", 1, Minutes(3));
        }

        collector.Stop();
        await collecting;
        Assert.All(["ingest", "look", "append", "traced-7", "canaryjudge.looks"], word => Assert.Contains(word, received.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_is_none_stops_the_start() =>
        Assert.Contains("CANARYJUDGE_OTLP_ENDPOINT", (await Assert.ThrowsAsync<CanaryJudge.AnalysisServer.Hosting.SettingsException>(() => RunningServer.StartAsync("--otlp-endpoint", "collector"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_form_of_logs_that_is_none_stops_the_start() =>
        Assert.Contains("text or json", (await Assert.ThrowsAsync<CanaryJudge.AnalysisServer.Hosting.SettingsException>(() => RunningServer.StartAsync("--log-format", "xml"))).Message, StringComparison.Ordinal);

    private static async Task CollectAsync(HttpListener collector, StringBuilder received)
    {
        try
        {
            while (true)
            {
                var context = await collector.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body, Cancellation);
                received.Append(Encoding.Latin1.GetString(body.ToArray()));
                context.Response.StatusCode = 200;
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Told to stop.
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
