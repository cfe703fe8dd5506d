using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

[assembly: AssemblyFixture(typeof(CanaryJudge.Sources.Tests.Prometheus.MetricServers))]

namespace CanaryJudge.Sources.Tests.Prometheus;

/// <summary>A real Prometheus and a real VictoriaMetrics on free loopback ports, started when the first test asks.</summary>
public sealed class MetricServers : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("canaryjudge-metrics-").FullName;
    private readonly List<Process> _processes = [];
    private readonly Lazy<Task<Uri>> _prometheus;
    private readonly Lazy<Task<Uri>> _victoria;

    public MetricServers()
    {
        _prometheus = new(() => StartAsync("prometheus", "-/ready", port =>
        {
            File.WriteAllText(Path.Combine(_folder, "prometheus.yml"), "global: {scrape_interval: 1s}\n");
            return
            [
                $"--config.file={_folder}/prometheus.yml", $"--storage.tsdb.path={_folder}/tsdb", $"--web.listen-address=127.0.0.1:{port}",
                "--web.enable-remote-write-receiver", "--enable-feature=native-histograms",
            ];
        }));

        // Without latencyOffset it hides what is younger than 30 s.
        _victoria = new(() => StartAsync("victoria-metrics", "health", port =>
            [$"-storageDataPath={_folder}/vm", $"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=12", "-search.latencyOffset=0s", "-memory.allowedBytes=268435456"]));
    }

    public Task<Uri> PrometheusAsync() => _prometheus.Value;

    public Task<Uri> VictoriaMetricsAsync() => _victoria.Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Uri> StartAsync(string program, string readyPath, Func<int, string[]> arguments)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var start = new ProcessStartInfo(program, arguments(port)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        _processes.Add(process);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var address = new Uri($"http://127.0.0.1:{port}/");
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        for (var left = 300; left > 0; left--)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(address, readyPath));
                if (answer.IsSuccessStatusCode)
                {
                    return address;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }

            Assert.False(process.HasExited, $"{program} ended with {(process.HasExited ? process.ExitCode : 0)}; './dev test' installs it.");
            await Task.Delay(100);
        }

        throw new TimeoutException($"{program} did not answer within 30 s.");
    }
}
