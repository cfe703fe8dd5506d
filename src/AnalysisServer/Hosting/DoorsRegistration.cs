using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Opens the two doors: without TLS, HTTP/2 and HTTP/1.1 cannot share a port.</summary>
internal static class DoorsRegistration
{
    /// <summary>Adds the doors.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="options">Where to listen.</param>
    /// <param name="limits">The size of a request.</param>
    /// <exception cref="SettingsException">An address is none, or lies beyond loopback without <c>--insecure</c>.</exception>
    public static void AddDoors(this WebApplicationBuilder builder, ServerOptions options, LimitOptions limits)
    {
        var grpc = Endpoint(nameof(ServerOptions.GrpcAddress), options.GrpcAddress, options.GrpcPort, options.Insecure);
        var http = Endpoint(nameof(ServerOptions.HttpAddress), options.HttpAddress, options.HttpPort, options.Insecure);
        var doors = new ServerDoors();
        builder.Services.AddSingleton(doors);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Above gRPC's by more than the windows below, through which a body runs ahead of its reader: so gRPC's check comes first, and ours before it.
            kestrel.Limits.MaxRequestBodySize = GrpcRegistration.HardMessageLimit(limits) + (16L * 1024 * 1024);
            kestrel.Limits.Http2.InitialConnectionWindowSize = 8 * 1024 * 1024;
            kestrel.Limits.Http2.InitialStreamWindowSize = 4 * 1024 * 1024;
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
            ListenOptions? first = null;
            kestrel.Listen(grpc, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                first = listen;
            });
            kestrel.Listen(http, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                doors.Set(first!, listen);
            });
        });
    }

    /// <summary>An address to listen at.</summary>
    /// <param name="property">The setting's property.</param>
    /// <param name="address">Its value.</param>
    /// <param name="insecure">Whether it may lie beyond loopback.</param>
    /// <exception cref="SettingsException">It is none, or lies beyond loopback and may not.</exception>
    public static IPAddress Address(string property, string address, bool insecure)
    {
        var setting = ServerSetting.Of(property);
        if (!IPAddress.TryParse(address, out var ip))
        {
            throw new SettingsException($"{setting} is '{address}'; it must be an IP address, as 127.0.0.1 or ::1.");
        }

        return insecure || IPAddress.IsLoopback(ip)
            ? ip
            : throw new SettingsException(
                $"{setting} is {address}, beyond loopback: without TLS and authentication, which this version does not have yet, "
                + "whoever reaches it can use it. Put a proxy before it, or say --insecure to listen there all the same.");
    }

    private static IPEndPoint Endpoint(string property, string address, int port, bool insecure) => new(Address(property, address, insecure), port);
}
