using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>A real HAProxy with a baseline and a canary, whose runtime socket can be tapped.</summary>
internal sealed class Haproxy : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cj-").FullName;
    private readonly ITrafficController _controller;
    private Process? _process;

    public Haproxy()
    {
        File.WriteAllText(At("haproxy.cfg"), $"""
            global
                stats socket {Socket} mode 600 level admin
            defaults
                mode http
                timeout connect 1s
                timeout client 1s
                timeout server 1s
            backend web
                balance roundrobin
                server baseline 127.0.0.1:9 weight 100
                server canary 127.0.0.1:9 weight 0

            """);
        Assert.True(TrafficKinds.TryFind("haproxy", out var kind));
        _controller = kind.Open(new Dictionary<string, string> { ["socket"] = Socket, ["backend"] = "web" });
    }

    /// <summary>The runtime socket itself.</summary>
    public string Socket => At("admin.sock");

    /// <summary>Where a tap listens, between a runner and the socket.</summary>
    public string Tap => At("tap.sock");

    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo("haproxy", ["-db", "-f", At("haproxy.cfg")]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        _ = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        while (await WeightAsync() is null)
        {
            await Task.Delay(20);
        }
    }

    /// <summary>Ends it as a crash does; its weights are gone.</summary>
    public void Kill()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public Task<Weight?> WeightAsync() => _controller.ReadAsync(CancellationToken.None);

    /// <summary>Another hand.</summary>
    public Task EditAsync(int percent) => SayAsync(string.Create(CultureInfo.InvariantCulture, $"set server web/canary weight {percent}; set server web/baseline weight {100 - percent}"));

    public void Dispose()
    {
        Kill();
        _controller.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task SayAsync(string commands)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(commands + "\n"));
        await stream.CopyToAsync(Stream.Null);
    }

    private string At(string name) => Path.Combine(_folder, name);
}
