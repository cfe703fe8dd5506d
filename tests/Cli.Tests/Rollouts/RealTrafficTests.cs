using CanaryJudge.Traffic;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>A rollout with everything real: NGINX, Prometheus, the server, two versions, visitors. <c>./dev bench traffic</c> measures the whole of it.</summary>
[Collection("many processes")]
public sealed class RealTrafficTests
{
    [Fact]
    public async Task A_canary_that_fails_for_some_users_is_back_at_zero_in_the_traffic_soon_after_the_verdict()
    {
        var measured = await Scene.PlayAsync(new NginxFront(), Release.FailsForSome, SceneSize.Quick);

        Assert.Empty(Promises.Broken(measured));
        Assert.NotNull(measured.ToZero);
        Assert.Contains("decides=FAIL", measured.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("refuses", measured.Said, StringComparison.Ordinal);
    }
}
