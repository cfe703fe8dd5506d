using System.Diagnostics;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>Our own proxy, as a process.</summary>
internal sealed class ProxyTarget : ICrashTarget
{
    private Process? _process;
    private ITrafficController? _controller;
    private string _control = "";

    public string Controller => $"{{kind: proxy, control: \"{_control}\"}}";

    public async Task StartAsync()
    {
        _process = new Call("proxy", "--baseline=http://127.0.0.1:9", "--canary=http://127.0.0.1:9", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0").Start();
        var line = await _process.StandardError.ReadLineAsync() ?? "";
        _control = line[(line.IndexOf("control=", StringComparison.Ordinal) + 8)..];
        _ = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        Assert.True(TrafficKinds.TryFind("proxy", out var kind));
        _controller = kind.Open(new Dictionary<string, string> { ["control"] = _control });
    }

    public Task<Weight?> WeightAsync() => _controller!.ReadAsync(CancellationToken.None);

    public void Dispose()
    {
        _controller?.Dispose();
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
    }
}
