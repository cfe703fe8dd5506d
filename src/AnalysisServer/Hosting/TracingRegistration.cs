using CanaryJudge.AnalysisServer.Telemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Traces by OpenTelemetry; off unless an address is given, and then nothing of it is loaded.</summary>
internal static class TracingRegistration
{
    /// <summary>Adds the exporter.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="options">Where traces go.</param>
    /// <returns>Whether traces are made.</returns>
    /// <exception cref="SettingsException">The address is none.</exception>
    public static bool AddTracing(this WebApplicationBuilder builder, ServerOptions options)
    {
        if (options.OtlpEndpoint.Length == 0)
        {
            return false;
        }

        if (!Uri.TryCreate(options.OtlpEndpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            throw new SettingsException($"{ServerSetting.Of(nameof(ServerOptions.OtlpEndpoint))} is '{options.OtlpEndpoint}'; it must be an address, as http://127.0.0.1:4317.");
        }

        Export(builder.Services, endpoint);
        return true;
    }

    private static void Export(IServiceCollection services, Uri endpoint) => services.AddOpenTelemetry()
        .ConfigureResource(r => r.AddService("canaryjudge", serviceVersion: Judging.Judge.Version))
        .WithTracing(traces => traces.AddSource(Traces.Name, "Microsoft.AspNetCore", "Microsoft.Orleans.Application").AddOtlpExporter(otlp =>
        {
            otlp.Endpoint = endpoint;
            otlp.Protocol = endpoint.AbsolutePath.Length > 1 ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        }));
}
