using CanaryJudge.AnalysisServer.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Whether the store can be written now: it is written.</summary>
/// <param name="store">The store.</param>
internal sealed class StorageCheck(IAnalysisStore store) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.ProbeAsync(cancellationToken).WaitAsync(Patience, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is StorageException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy(e is TimeoutException ? $"{store.Place} has not answered for {Patience.TotalSeconds} s" : e.Message);
        }
    }
}
