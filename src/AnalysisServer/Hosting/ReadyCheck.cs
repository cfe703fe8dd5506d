using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Whether the server takes work: until it drains.</summary>
/// <param name="drain">Knows when it does.</param>
internal sealed class ReadyCheck(Drain drain) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(drain.Begun.IsCancellationRequested ? HealthCheckResult.Unhealthy("shutting down") : HealthCheckResult.Healthy());
}
