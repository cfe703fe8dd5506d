using CanaryJudge.AnalysisServer;
using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.Cli.Demo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.Cli.Tests;

/// <summary>One release of the demo, for real: the whole of it takes a minute.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task A_slow_release_is_rolled_back_and_its_line_says_where()
    {
        using var folder = new TempFolder();
        await using var server = ServerHost.Build(["--grpc-port", "0", "--http-port", "0", "--data", folder.At("data")], b => b.Logging.ClearProviders());
        await server.StartAsync(TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        var slow = Assert.Single(DemoRelease.All, r => r.Flaw == "slow");

        var end = await new DemoRollout(server.Services.GetRequiredService<ServerDoors>().Grpc.ToString(), folder.Root)
            .RunAsync(slow, new DemoView(output, ascii: true), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Fail, end.Exit);
        Assert.EndsWith(" x", output.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("5%", output.ToString(), StringComparison.Ordinal);
        await server.StopAsync(TestContext.Current.CancellationToken);
    }
}
