using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CanaryJudge.Figures;

/// <summary>Our proxy beside a plain YARP and NGINX, before the same two tiers, under the same load.</summary>
internal static class ProxyFigures
{
    private const int Requests = 20_000;
    private const int Connections = 16;
    private const int Rounds = 3;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("canaryjudge-proxy-figures-").FullName;
        var ports = FreePorts(4);
        using var nginx = await NginxAsync(folder, ports).ConfigureAwait(false);
        using var yarp = Dotnet("yarp", $"{ports[0]}", $"{ports[1]}");
        using var ours = Dotnet("split-proxy", $"{ports[0]}", $"{ports[1]}");
        try
        {
            (string Name, string Address)[] subjects =
            [
                ("the tier itself", $"http://127.0.0.1:{ports[0]}/"),
                ("NGINX, split_clients", $"http://127.0.0.1:{ports[2]}/"),
                ("YARP, forwarding only", (await yarp.StandardOutput.ReadLineAsync().ConfigureAwait(false))!),
                ("canaryjudge proxy", (await ours.StandardOutput.ReadLineAsync().ConfigureAwait(false))!),
            ];
            var results = subjects.ToDictionary(s => s.Name, _ => (Times: new List<double>(), Rates: new List<double>()), StringComparer.Ordinal);
            foreach (var subject in subjects)
            {
                Load(subject.Address, folder);
            }

            // In turns, so that what else the machine does falls on all.
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var subject in subjects)
                {
                    var (times, rate) = Load(subject.Address, folder);
                    results[subject.Name].Times.AddRange(times);
                    results[subject.Name].Rates.Add(rate);
                }
            }

            Page.Write(
                "proxy",
                [
                    $"{Requests:N0} requests over {Connections} connections of HTTP/1.1, {Rounds} rounds in turns; answers of 9 bytes; tiers, proxies and h2load share the cores.",
                    "Half of the requests go to either tier. Ours draws the arm of each request and measures it.",
                    "",
                    "| | p50, ms | p99, ms | requests/s |",
                    "|---|---|---|---|",
                    .. subjects.Select(s => $"| {s.Name} | {Page.Number(Clock.Quantile(results[s.Name].Times, 0.5))} | {Page.Number(Clock.Quantile(results[s.Name].Times, 0.99))} | {Clock.Quantile(results[s.Name].Rates, 0.5):N0} |"),
                ]);
        }
        finally
        {
            foreach (var process in new[] { nginx, yarp, ours })
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync().ConfigureAwait(false);
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Times in milliseconds, and requests a second.</summary>
    private static (List<double> Times, double Rate) Load(string address, string folder)
    {
        var log = Path.Combine(folder, "load.log");
        File.Delete(log);
        var (_, time, _) = Child.Run("h2load", ["--h1", "-n", $"{Requests}", "-c", $"{Connections}", "-t", "1", $"--log-file={log}", address]);

        // A line: when it began, its status, how long it took in microseconds.
        var rows = File.ReadLines(log).Select(l => l.Split('\t')).ToList();
        if (rows.Exists(r => r[1] != "200"))
        {
            throw new InvalidOperationException($"{address} did not answer every request with 200.");
        }

        return ([.. rows.Select(r => double.Parse(r[2], CultureInfo.InvariantCulture) / 1000)], Requests / time.TotalSeconds);
    }

    private static async Task<Process> NginxAsync(string folder, int[] ports)
    {
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, $$"""
            daemon off; worker_processes 1; pid {{folder}}/nginx.pid; error_log stderr crit;
            events { worker_connections 1024; }
            http {
              access_log off; keepalive_requests 1000000;
              client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
              split_clients "$request_id" $tier { 50% canary; * baseline; }
              upstream baseline { server 127.0.0.1:{{ports[0]}}; keepalive 32; }
              upstream canary { server 127.0.0.1:{{ports[1]}}; keepalive 32; }
              server { listen 127.0.0.1:{{ports[0]}}; location / { return 200 "baseline\n"; } }
              server { listen 127.0.0.1:{{ports[1]}}; location / { return 200 "canary  \n"; } }
              server { listen 127.0.0.1:{{ports[2]}}; location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://$tier; } }
            }
            """).ConfigureAwait(false);
        var process = Process.Start(new ProcessStartInfo("nginx", ["-p", folder, "-c", configuration]) { UseShellExecute = false })!;
        for (var left = 100; left > 0; left--)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, ports[2]).ConfigureAwait(false);
                return process;
            }
            catch (SocketException)
            {
                await Task.Delay(50).ConfigureAwait(false);
            }
        }

        throw new InvalidOperationException("nginx does not start.");
    }

    private static Process Dotnet(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CanaryJudge.Figures.dll"), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true })!;

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, l => l.Start());
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        Array.ForEach(listeners, l => l.Stop());
        return ports;
    }
}
