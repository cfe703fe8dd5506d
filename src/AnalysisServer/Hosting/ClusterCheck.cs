using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Whether this server belongs to its cluster now, alone or with others: only then it has analyses, and finds those of others.</summary>
/// <param name="silos">Knows.</param>
internal sealed class ClusterCheck(ISiloStatusOracle silos) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        silos.CurrentStatus == SiloStatus.Active ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"not in the cluster: {silos.CurrentStatus}"));
}
