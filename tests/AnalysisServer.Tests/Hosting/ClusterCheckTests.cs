using System.Reflection;
using CanaryJudge.AnalysisServer.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace CanaryJudge.AnalysisServer.Tests.Hosting;

public sealed class ClusterCheckTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SiloStatus.Created, false)]
    [InlineData(SiloStatus.Joining, false)]
    [InlineData(SiloStatus.Active, true)]
    [InlineData(SiloStatus.ShuttingDown, false)]
    [InlineData(SiloStatus.Dead, false)]
    public async Task Only_a_member_of_the_cluster_is_ready(SiloStatus status, bool ready)
    {
        var check = new ClusterCheck(Oracle.Saying(status));

        var found = await check.CheckHealthAsync(new(), Cancellation);

        Assert.Equal(ready ? HealthStatus.Healthy : HealthStatus.Unhealthy, found.Status);
        Assert.Equal(ready ? null : $"not in the cluster: {status}", found.Description);
    }

    /// <summary>A cluster in which this server has a status; nothing else is asked.</summary>
    public class Oracle : DispatchProxy
    {
        private SiloStatus _status;

        public static ISiloStatusOracle Saying(SiloStatus status)
        {
            var oracle = Create<ISiloStatusOracle, Oracle>();
            ((Oracle)(object)oracle)._status = status;
            return oracle;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == $"get_{nameof(ISiloStatusOracle.CurrentStatus)}" ? _status : throw new NotSupportedException(targetMethod.Name);
    }
}
