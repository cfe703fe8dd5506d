using System.Diagnostics;
using CanaryJudge.AnalysisClient.Tests.Traffic.Conformance;
using CanaryJudge.AnalysisClient.Tests.Traffic.Targets;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisClient.Traffic.Conformance;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.PlugIns;

/// <summary>The example in Python, over gRPC and a Unix socket.</summary>
public sealed class PythonTests : IDisposable
{
    private readonly TargetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_example_in_Python_passes_the_suite_and_keeps_its_weight_over_a_restart()
    {
        await GenerateAsync();
        await StartAsync();

        var findings = await ConformanceSuite.RunAsync(Open, TimeProvider.System, TestContext.Current.CancellationToken);

        ConformanceSuiteTests.AssertPassed(findings, "expires", "pending-lands");
        using var controller = Open();
        await controller.MustSetAsync(5);
        _folder.Stop();
        Assert.Null(await controller.ReadAsync());
        await StartAsync();
        Assert.Equal(new Weight(500), await controller.ReadAsync());
    }

    private ITrafficController Open()
    {
        Assert.True(TrafficKinds.TryFind("grpc", out var kind));
        return kind.Open(new Dictionary<string, string> { ["address"] = $"unix:{_folder["grpc.sock"]}", ["timeout"] = "3s" });
    }

    private async Task GenerateAsync()
    {
        using var protoc = Process.Start("protoc", ["-I", Examples.Proto, $"--python_out={_folder.Root}", "canaryjudge/v1/traffic.proto"]);
        await protoc.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, protoc.ExitCode);
        File.Copy(Path.Combine(Examples.Root, "python-controller", "controller.py"), _folder["controller.py"]);
    }

    // The system's Python: it has the packages that ./dev test installs.
    private Task StartAsync() => _folder.StartAsync("grpc.sock", "/usr/bin/python3", _folder["controller.py"], $"unix:{_folder["grpc.sock"]}", _folder["weight.json"]);
}
