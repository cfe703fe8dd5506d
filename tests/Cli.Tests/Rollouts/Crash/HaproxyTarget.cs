using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>A real HAProxy with a baseline and a canary, whose runtime socket can be tapped.</summary>
internal sealed class HaproxyTarget : ICrashTarget
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cj-").FullName;
    private readonly ITrafficController _controller;
    private readonly SocketTap _tap;
    private Process? _process;

    public HaproxyTarget()
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
        _tap = new(At("tap.sock"), Socket);
    }

    public string Controller => $"{{kind: haproxy, socket: {At("tap.sock")}, backend: web}}";

    /// <summary>Stands between runners and HAProxy; what the test itself asks goes past it.</summary>
    public SocketTap Tap => _tap;

    private string Socket => At("admin.sock");

    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo("haproxy", ["-W", "-db", "-f", At("haproxy.cfg")]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
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

    /// <summary>Loads the configuration anew, with the weights that stand there, and waits until the new process serves.</summary>
    public async Task ReloadAsync()
    {
        var before = await PidAsync();
        for (var tries = 0; await PidAsync() is var pid && (pid is null || pid == before); tries++)
        {
            // A master that is not through with its start yet does not hear the signal; told twice too soon it would reload twice.
            if (tries % 400 == 0)
            {
                await Call.SignalAsync(_process!, "USR2");
            }

            await Task.Delay(20);
        }
    }

    public Task<Weight?> WeightAsync() => _controller.ReadAsync(CancellationToken.None);

    /// <summary>Another hand.</summary>
    public Task EditAsync(int percent) => SayAsync(string.Create(CultureInfo.InvariantCulture, $"set server web/canary weight {percent}; set server web/baseline weight {100 - percent}"));

    public void Dispose()
    {
        _tap.Dispose();
        Kill();
        _controller.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string?> PidAsync()
    {
        try
        {
            return (await SayAsync("show info")).Split('\n').FirstOrDefault(l => l.StartsWith("Pid:", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return null;
        }
    }

    private async Task<string> SayAsync(string commands)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(commands + "\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private string At(string name) => Path.Combine(_folder, name);
}
