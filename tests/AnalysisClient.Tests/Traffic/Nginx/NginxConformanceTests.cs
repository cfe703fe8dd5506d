using CanaryJudge.AnalysisClient.Tests.Traffic.Conformance;
using CanaryJudge.AnalysisClient.Tests.Traffic.Targets;
using CanaryJudge.AnalysisClient.Traffic.Conformance;
using CanaryJudge.AnalysisClient.Traffic.Nginx;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Nginx;

public sealed class NginxConformanceTests
{
    [Fact]
    public async Task Nginx_passes()
    {
        await using var target = await NginxTarget.StartAsync();

        var findings = await ConformanceSuite.RunAsync(() => NginxController.Kind.Open(target.Settings), TimeProvider.System, TestContext.Current.CancellationToken);

        ConformanceSuiteTests.AssertPassed(findings, "expires", "pending-lands");
    }
}
