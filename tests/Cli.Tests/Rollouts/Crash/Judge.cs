using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>A real analysis server, and a real Prometheus that reads two versions of a service each second.</summary>
internal sealed class Judge : IAsyncDisposable
{
    /// <summary>A start takes seconds of a processor.</summary>
    private static readonly SemaphoreSlim s_starts = new(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("cj-judge-").FullName;
    private readonly TcpListener _service = new(IPAddress.Loopback, 0);
    private Process? _server;
    private Process? _prometheus;

    public string Server { get; private set; } = "";

    public string Prometheus { get; private set; } = "";

    public static async Task<Judge> StartAsync()
    {
        var judge = new Judge();
        await s_starts.WaitAsync();
        try
        {
            await judge.StartServerAsync();
            await judge.StartPrometheusAsync();
            return judge;
        }
        catch
        {
            await judge.DisposeAsync();
            throw;
        }
        finally
        {
            s_starts.Release();
        }
    }

    /// <summary>Ends one of them as a crash does.</summary>
    public void Kill(string which)
    {
        var process = which == "Prometheus" ? _prometheus! : _server!;
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _server, _prometheus }.OfType<Process>())
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        _service.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task StartServerAsync()
    {
        _server = new Call("serve", "--grpc-port", "0", "--http-port", "0").Start();
        (Server, _) = await ServerProcess.ListeningAsync(_server);
        _ = _server.StandardError.ReadToEndAsync();
        _ = _server.StandardOutput.ReadToEndAsync();
    }

    private async Task StartPrometheusAsync()
    {
        _service.Start();
        _ = ServeAsync();
        File.WriteAllText(Path.Combine(_folder, "prometheus.yml"), $$"""
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: shop
                static_configs: [{targets: ["{{_service.LocalEndpoint}}"]}]

            """);
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = $"{probe.LocalEndpoint}";
        probe.Stop();
        _prometheus = Process.Start(new ProcessStartInfo("prometheus", [$"--config.file={_folder}/prometheus.yml", $"--storage.tsdb.path={_folder}/tsdb", $"--web.listen-address={address}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _ = _prometheus.StandardError.ReadToEndAsync();
        _ = _prometheus.StandardOutput.ReadToEndAsync();
        Prometheus = $"http://{address}";
        using var http = new HttpClient();
        await CrashRun.UntilAsync(async () =>
        {
            Assert.False(_prometheus.HasExited, "prometheus ended; './dev test' installs it.");
            try
            {
                using var answer = await http.GetAsync(new Uri($"{Prometheus}/-/ready"));
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    /// <summary>The service's metrics: both versions alike, and so noisy that seconds decide nothing.</summary>
    private async Task ServeAsync()
    {
        var noise = new Random(1);
        try
        {
            while (true)
            {
                using var visitor = await _service.AcceptTcpClientAsync();
                var stream = visitor.GetStream();
                _ = await stream.ReadAsync(new byte[8192]);
                var body = string.Join('\n', new[] { 1, 2 }.Select(v => string.Create(CultureInfo.InvariantCulture, $"cpu{{version=\"{v}\"}} {20 + (40 * noise.NextDouble()):0.###}"))) + "\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The test has ended, or Prometheus.
        }
    }
}
