using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisClient.Traffic.Haproxy;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Targets;

/// <summary>A real HAProxy before two arms.</summary>
internal sealed class HaproxyTarget : IAsyncDisposable
{
    private readonly TwoArms _arms;
    private readonly string _balance;

    private HaproxyTarget(TwoArms arms, string balance, Dictionary<string, string>? settings)
    {
        (_arms, _balance) = (arms, balance);
        Visitors = new(Folder["front.sock"]);
        Settings = new(settings ?? [], StringComparer.Ordinal) { ["socket"] = Folder["admin.sock"] };
        Settings.TryAdd("backend", "web");
        Controller = HaproxyController.Kind.Open(Settings);
    }

    public TargetFolder Folder { get; } = new();

    public Visitors Visitors { get; }

    public Dictionary<string, string> Settings { get; }

    public ITrafficController Controller { get; }

    /// <summary>Starts one with so many servers in each arm: <c>canary-1</c>, <c>baseline-1</c>, …, or just <c>canary</c> and <c>baseline</c> for one.</summary>
    public static async Task<HaproxyTarget> StartAsync(
        int canaries = 1, int baselines = 1, int canaryWeight = 0, string balance = "roundrobin", string level = "admin", string more = "", Dictionary<string, string>? settings = null)
    {
        var target = new HaproxyTarget(await TwoArms.StartAsync(), balance, settings);
        target.Folder.Write("haproxy.cfg", target.Configuration(canaries, baselines, canaryWeight, level, more));
        await target.Folder.StartAsync("front.sock", "haproxy", "-W", "-db", "-f", target.Folder["haproxy.cfg"]);
        return target;
    }

    /// <summary>Loads the configuration anew and waits until the new process serves the socket.</summary>
    public async Task ReloadAsync()
    {
        var before = await PidAsync();
        for (var tries = 0; await PidAsync() is var pid && (pid.Length == 0 || pid == before); tries++)
        {
            // A master that is not through with its start yet does not hear the signal.
            if (tries % 50 == 0)
            {
                Folder.Signal("USR2");
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Says something at the runtime socket, as another hand would.</summary>
    public async Task<string> SayAsync(string command)
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(Folder["admin.sock"]), TestContext.Current.CancellationToken);
        await using var stream = new System.Net.Sockets.NetworkStream(socket);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(command + "\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Controller.Dispose();
        Visitors.Dispose();
        Folder.Dispose();
        await _arms.DisposeAsync();
    }

    private async Task<string> PidAsync()
    {
        try
        {
            return (await SayAsync("show info")).Split('\n').FirstOrDefault(l => l.StartsWith("Pid:", StringComparison.Ordinal)) ?? "";
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            return "";
        }
    }

    private string Configuration(int canaries, int baselines, int canaryWeight, string level, string more) => $"""
        global
            stats socket {Folder["admin.sock"]} mode 600 level {level}
        defaults
            mode http
            timeout connect 2s
            timeout client 10s
            timeout server 10s
        frontend front
            bind unix@{Folder["front.sock"]}
            default_backend web
        backend web
            balance {_balance}
        {string.Join('\n', Servers("baseline", baselines, _arms.Baseline, 100))}
        {string.Join('\n', Servers("canary", canaries, _arms.Canary, canaryWeight))}
        {more}

        """;

    private static IEnumerable<string> Servers(string arm, int count, int port, int weight) =>
        Enumerable.Range(1, count).Select(n => $"    server {(count == 1 ? arm : $"{arm}-{n}")} 127.0.0.1:{port} weight {weight}");
}
