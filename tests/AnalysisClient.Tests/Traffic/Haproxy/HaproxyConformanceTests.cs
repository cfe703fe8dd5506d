using CanaryJudge.AnalysisClient.Tests.Traffic.Conformance;
using CanaryJudge.AnalysisClient.Tests.Traffic.Targets;
using CanaryJudge.AnalysisClient.Traffic.Conformance;
using CanaryJudge.AnalysisClient.Traffic.Haproxy;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Haproxy;

public sealed class HaproxyConformanceTests
{
    [Theory]
    [InlineData("roundrobin", 3)]
    [InlineData("static-rr", 1)]
    public async Task Haproxy_passes(string balance, int baselines)
    {
        await using var target = await HaproxyTarget.StartAsync(baselines: baselines, balance: balance, canaryWeight: balance == "static-rr" ? 100 : 0, settings: new() { ["baseline"] = "baseline*" });
        using (var before = HaproxyController.Kind.Open(target.Settings))
        {
            await before.MustSetAsync(0);
        }

        var findings = await ConformanceSuite.RunAsync(() => HaproxyController.Kind.Open(target.Settings), TimeProvider.System, TestContext.Current.CancellationToken);

        ConformanceSuiteTests.AssertPassed(findings, "expires", "pending-lands", "refuses-older-orders");
    }
}
