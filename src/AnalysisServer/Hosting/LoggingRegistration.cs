using Microsoft.Extensions.Logging.Console;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Logs go to stderr, one line each; stdout stays free.</summary>
internal static class LoggingRegistration
{
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Adds the console.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="options">The form of lines.</param>
    /// <param name="isCluster">Whether other servers come and go, which is told.</param>
    /// <exception cref="SettingsException">There is no such form.</exception>
    public static void AddLogging(this WebApplicationBuilder builder, ServerOptions options, bool isCluster)
    {
        switch (options.LogFormat)
        {
            case "text":
                builder.Logging.AddSimpleConsole(console =>
                {
                    console.SingleLine = true;
                    console.ColorBehavior = LoggerColorBehavior.Disabled;
                    console.TimestampFormat = Timestamp + " ";
                    console.UseUtcTimestamp = true;
                });
                break;
            case "json":
                builder.Logging.AddJsonConsole(console => (console.TimestampFormat, console.UseUtcTimestamp) = (Timestamp, true));
                break;
            default:
                throw new SettingsException($"{ServerSetting.Of(nameof(ServerOptions.LogFormat))} is '{options.LogFormat}'; it must be text or json.");
        }

        builder.Logging.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Grpc", LogLevel.Warning);
        // What goes wrong inside a silo reaches a caller, or whoever started the server, as an exception.
        builder.Logging.AddFilter("Orleans", LogLevel.Critical);
        builder.Logging.AddFilter("Orleans.Runtime.MembershipService", isCluster ? LogLevel.Warning : LogLevel.Critical);
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        // A failed start is told in one line by whoever started the server.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // Bugs are logged by the interceptor; what is an error to this one besides are bytes that a caller sent.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.None);
    }
}
