using System.Net;
using CanaryJudge.AnalysisServer;
using CanaryJudge.AnalysisServer.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CanaryJudge.Figures;

/// <summary>One process with the real server and a bare echo beside it; prints both addresses and runs until its input ends.</summary>
internal static class EchoServer
{
    /// <param name="flags">The server's.</param>
    public static async Task RunAsync(params string[] flags)
    {
        var judge = ServerHost.Build(["--grpc-port", "0", "--http-port", "0", .. flags], b => b.Logging.ClearProviders());
        await using var _ = judge.ConfigureAwait(false);
        await judge.StartAsync().ConfigureAwait(false);

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        var echo = builder.Build();
        await using var __ = echo.ConfigureAwait(false);
        echo.MapGrpcService<EchoService>();
        echo.MapGrpcService<BareStream>();
        await echo.StartAsync().ConfigureAwait(false);

        var address = echo.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Console.WriteLine($"{judge.Services.GetRequiredService<ServerDoors>().Grpc} {address}");
        await Console.In.ReadToEndAsync().ConfigureAwait(false);
    }
}
