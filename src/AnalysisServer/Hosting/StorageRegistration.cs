using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.AnalysisServer.Telemetry;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>The store of analyses: SQLite in the data folder, or PostgreSQL.</summary>
internal static class StorageRegistration
{
    /// <summary>Adds the store; it is opened when the server starts.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="server">The data folder.</param>
    /// <param name="analyses">Which store.</param>
    /// <param name="limits">How many writes may wait.</param>
    /// <exception cref="SettingsException">The data folder cannot be used, or the connection string cannot be read.</exception>
    public static void AddStorage(this WebApplicationBuilder builder, ServerOptions server, AnalysisOptions analyses, LimitOptions limits)
    {
        var services = builder.Services;
        if (analyses.Postgres.Length > 0)
        {
            services.AddSingleton(s => Postgres(analyses.Postgres, limits, s));
            services.AddSingleton<IAnalysisStore>(s => s.GetRequiredService<PostgresStore>());
        }
        else
        {
            services.AddSingleton(_ => DataFolder.Take(server.Data));
            services.AddSingleton<IAnalysisStore>(s => new SqliteStore(
                Path.Combine(s.GetRequiredService<DataFolder>().Path, "canaryjudge.db"), limits.MaxQueuedWrites, s.GetRequiredService<ServerMeters>(), s.GetRequiredService<ILogger<SqliteStore>>()));
        }

        services.AddSingleton<StorageOpening>();
        services.AddHostedService(s => s.GetRequiredService<StorageOpening>());
    }

    private static PostgresStore Postgres(string connection, LimitOptions limits, IServiceProvider services)
    {
        try
        {
            return new(connection, limits.MaxQueuedWrites, services.GetRequiredService<ServerMeters>(), services.GetRequiredService<ILogger<PostgresStore>>());
        }
        catch (ArgumentException e)
        {
            // Without the text itself: it may hold a password.
            throw new SettingsException($"{ServerSetting.Of(nameof(AnalysisOptions.Postgres))} is no connection string of PostgreSQL, as Host=db;Database=canaryjudge;Username=judge.", e);
        }
    }
}
