using System.Diagnostics;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisClient.Traffic.Proxies;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>Our proxy keeps its weight in memory only: a restarted one begins at zero, and the runner sets it again.</summary>
[Collection("many processes")]
public sealed class ProxyRestartTests
{
    [Fact]
    public async Task A_proxy_that_was_killed_and_started_again_gets_its_weight_back_and_the_rollout_goes_on()
    {
        using var folder = new TempFolder();
        var (listen, control) = (RolloutCommandTests.FreePort(), RolloutCommandTests.FreePort());
        var file = folder.Write("rollout.yaml", $$"""
            apiVersion: canaryjudge/v1
            kind: Rollout
            name: shop
            judge: none
            controller: {kind: proxy, control: "http://127.0.0.1:{{control}}"}
            steps: [{weight: 25%, gate: approval}]
            settle: 0s
            verifyEvery: 1s
            late: 1s
            """);
        var data = folder.At("data");
        List<RolloutRecord> Records() => [.. JournalContents.Read(Path.Combine(data, "rollouts", "shop")).Records.Select(r => r.Record)];
        using var target = ProxyController.Kind.Open(new Dictionary<string, string> { ["control"] = $"http://127.0.0.1:{control}" });
        using var first = await StartAsync(listen, control, target);

        var ran = await new Call("rollout", "run", file, "--data", data)
        {
            Meanwhile = async _ =>
            {
                await Soon.UntilAsync(() => Records().OfType<RolloutRecord.Verified>().Any());
                first.Kill();
                await first.WaitForExitAsync(CancellationToken.None);
                using var second = await StartAsync(listen, control, target);
                await Soon.UntilAsync(() => Records().OfType<RolloutRecord.Verified>().Count() == 2);
                Assert.Equal(new(2_500), await target.ReadAsync(CancellationToken.None));

                // Until the runner is at its gate, which is a moment later.
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
                while ((await Call.ToolAsync("rollout", "approve", "shop", "--data", data)).Code != 0)
                {
                    await Task.Delay(100, patience.Token);
                }

                await Soon.UntilAsync(() => Records().OfType<RolloutRecord.Done>().Any());
                Assert.Equal(Weight.Full, await target.ReadAsync(CancellationToken.None));
                second.Kill();
                await second.WaitForExitAsync(CancellationToken.None);
            },
        }.RunAsync();

        ran.Exits(0);
        Assert.Equal(new RolloutRecord.Drift(Weight.Zero, new(2_500)), Assert.Single(Records().OfType<RolloutRecord.Drift>()));
        Assert.Equal([MoveReason.Start, MoveReason.Reapply, MoveReason.Promote], Records().OfType<RolloutRecord.Move>().Select(m => m.Why));
    }

    private static async Task<Process> StartAsync(int listen, int control, ITrafficController target)
    {
        var process = new Call("proxy", "--baseline=http://127.0.0.1:9", "--canary=http://127.0.0.1:9", $"--listen=127.0.0.1:{listen}", $"--control=127.0.0.1:{control}").Start();
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await target.ReadAsync(patience.Token) is null)
        {
            await Task.Delay(20, patience.Token);
        }

        return process;
    }
}
