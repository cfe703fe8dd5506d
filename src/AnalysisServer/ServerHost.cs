using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.AnalysisServer.Telemetry;
using Prometheus;

namespace CanaryJudge.AnalysisServer;

/// <summary>The server's composition root: one line per feature.</summary>
public static class ServerHost
{
    /// <summary>A wrong setting, or a port that is taken.</summary>
    private const int UsageError = 2;

    /// <summary>The folder that holds what is kept when nobody says: <c>$XDG_STATE_HOME/canaryjudge</c>, on Windows <c>%LOCALAPPDATA%\CanaryJudge</c>.</summary>
    public static string UsualData => DataFolder.Usual;

    /// <summary>Builds a server that is ready to start.</summary>
    /// <param name="args">Flags, see <see cref="ServerSetting.All"/>; also <c>--config FILE</c>.</param>
    /// <param name="configure">Last changes to the host; null: none.</param>
    /// <returns>The server; its doors are known to <see cref="ServerDoors"/> once it has started.</returns>
    /// <exception cref="SettingsException">A setting is wrong; the message is one line.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var settings = Settings.Read(args, Environment.GetEnvironmentVariables());
        var server = Settings.Bind<ServerOptions>(settings);
        var analyses = Settings.Bind<AnalysisOptions>(settings);
        var limits = Settings.Bind<LimitOptions>(settings);

        // Nothing that is usual: a host would read settings of its own from the working folder, and watch all that lies below it.
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Host.UseDefaultServiceProvider(services => services.ValidateOnBuild = true);
        builder.AddLogging(server, analyses.Cluster.Length > 0);
        var traced = builder.AddTracing(server);
        builder.AddDoors(server, limits);
        builder.Services.AddSingleton(server).AddSingleton(analyses).AddSingleton(limits).AddSingleton(TimeProvider.System).AddSingleton<ServerMeters>();
        builder.AddStorage(server, analyses, limits);
        builder.AddAnalyses(server, analyses, traced);
        builder.Services.AddGrpcDoor(limits);
        builder.Services.AddHealth(server);
        builder.Services.AddJudging();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapGrpcDoor();
        app.MapHealth();
        app.MapMetrics("/metrics", app.Services.GetRequiredService<ServerMeters>().Registry);
        return app;
    }

    /// <summary>Runs a server until it is told to stop: by the token, by SIGINT or by SIGTERM.</summary>
    /// <param name="args">As for <see cref="Build"/>.</param>
    /// <param name="cancellation">Stops the server gracefully.</param>
    /// <returns>The exit code: 0, or 2 for a wrong setting or a port that is taken.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        try
        {
            var app = Build(args);
            await using (app.ConfigureAwait(false))
            {
                await app.StartAsync(cancellation).ConfigureAwait(false);
                var doors = app.Services.GetRequiredService<ServerDoors>();
                await Console.Error.WriteLineAsync($"listening grpc={doors.Grpc.GetLeftPart(UriPartial.Authority)} http={doors.Http.GetLeftPart(UriPartial.Authority)}").ConfigureAwait(false);
                Log.StoreOpened(app.Logger, app.Services.GetRequiredService<IAnalysisStore>().Place);
                await app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
                return 0;
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop while it was starting.
            return 0;
        }
        catch (Exception e) when (e is SettingsException or StorageException or IOException or System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync($"canaryjudge serve: {e.Message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
            return UsageError;
        }
    }
}
