using System.Net;
using System.Net.Sockets;
using CanaryJudge.AnalysisServer.Analyses;
using CanaryJudge.AnalysisServer.Clustering;
using CanaryJudge.AnalysisServer.Endpoints;
using CanaryJudge.Judging.Analyses;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Analyses: one Orleans grain each, in this process or in a cluster.</summary>
internal static class AnalysesRegistration
{
    /// <summary>A server that does not answer is given up after three of these.</summary>
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(2);

    /// <summary>Adds the silo and what the door of analyses needs.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="server">Whether listening beyond loopback is allowed.</param>
    /// <param name="options">Where analyses run.</param>
    /// <param name="traced">Whether a trace goes on from caller to grain.</param>
    /// <exception cref="SettingsException">A cluster without PostgreSQL, or an address that is none or lies beyond loopback without <c>--insecure</c>.</exception>
    public static void AddAnalyses(this WebApplicationBuilder builder, ServerOptions server, AnalysisOptions options, bool traced)
    {
        var services = builder.Services;
        services.AddSingleton(MetricWatches.Default);
        services.AddSingleton<AnalysisHost>();
        services.AddSingleton<AnalysisCreation>();
        services.AddSingleton<Ingestor>();
        services.AddSingleton<IngestRoom>();
        services.AddSingleton<IngestStream>();
        services.AddSingleton<WatchStream>();
        services.AddSingleton<AnalysisExport>();
        services.AddHostedService<Upkeep>();
        var isCluster = options.Cluster.Length > 0;
        if (isCluster && options.Postgres.Length == 0)
        {
            throw new SettingsException($"{ServerSetting.Of(nameof(AnalysisOptions.Cluster))} needs {ServerSetting.Of(nameof(AnalysisOptions.Postgres))}: the servers of a cluster share a database.");
        }

        var address = DoorsRegistration.Address(nameof(AnalysisOptions.SiloAddress), options.SiloAddress, server.Insecure);
        builder.Host.UseOrleans(silo =>
        {
            // No gateway: whoever calls comes through our own doors.
            var port = options.SiloPort > 0 ? options.SiloPort : FreePort(address);
            silo.Configure<GrainCollectionOptions>(c => c.CollectionAge = options.IdleTime);
            if (traced)
            {
                silo.AddActivityPropagation();
            }

            if (isCluster)
            {
                silo.ConfigureEndpoints(address, port, gatewayPort: 0);
                silo.Configure<ClusterOptions>(c => (c.ClusterId, c.ServiceId) = (options.Cluster, options.Cluster));
                silo.Configure<ClusterMembershipOptions>(Liveness);
                silo.Services.AddSingleton<IMembershipTable, PostgresMembership>();
                return;
            }

            silo.UseLocalhostClustering(port, gatewayPort: 0);
            silo.Configure<EndpointOptions>(e => e.GatewayPort = 0);
        });
    }

    // One vote: two servers are a cluster, too. A server that is wrongly given up ends itself, and its appends are refused by then.
    private static void Liveness(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = Probe;
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 1;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
        membership.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
    }

    private static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
