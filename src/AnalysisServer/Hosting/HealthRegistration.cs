using CanaryJudge.Contracts.V1;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Health at both doors: <c>/healthz</c> (alive), <c>/readyz</c> (takes work), and gRPC's own protocol.</summary>
internal static class HealthRegistration
{
    private const string Ready = "ready";
    private const string Storage = "storage";
    private const string Cluster = "cluster";

    /// <summary>Adds the checks and the drain that turns readiness off.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">The time to drain.</param>
    public static void AddHealth(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<Drain>();
        services.AddHostedService(s => s.GetRequiredService<Drain>());
        // The drain first, then Kestrel's own end, which only closes connections by then.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTime + TimeSpan.FromSeconds(5));
        services.AddHealthChecks().AddCheck<ReadyCheck>(Ready, HealthStatus.Unhealthy, [Ready]).AddCheck<StorageCheck>(Storage, HealthStatus.Unhealthy, [Ready, Storage])
            .AddCheck<ClusterCheck>(Cluster, HealthStatus.Unhealthy, [Ready, Storage]);
        services.AddGrpcHealthChecks(health =>
        {
            // The judge needs neither storage nor cluster.
            health.Services.Map(JudgeService.Descriptor.FullName, c => c.Tags.Any(t => t == Ready) && c.Tags.All(t => t != Storage));
            health.Services.Map(AnalysisService.Descriptor.FullName, c => c.Tags.Any(t => t == Ready));
        });
        services.Configure<HealthCheckPublisherOptions>(p => (p.Delay, p.Period) = (TimeSpan.Zero, TimeSpan.FromSeconds(5)));
    }

    /// <summary>Maps the doors of health.</summary>
    /// <param name="app">The host.</param>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = c => c.Tags.Contains(Ready) });
        app.MapGrpcHealthChecksService();
    }
}
