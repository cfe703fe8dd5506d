using Grpc.Net.Client;

namespace CanaryJudge.AnalysisClient.Traffic.PlugIns;

/// <summary>The kind <c>grpc</c>: a server of <c>canaryjudge.v1.TrafficControllerService</c>.</summary>
internal static class GrpcKind
{
    private const string UnixPrefix = "unix:";
    private const int MaxAnswer = 64 * 1024;

    public static TrafficKind Kind { get; } = TrafficKind.Of(
        "grpc",
        "Calls a gRPC server that implements TrafficControllerService",
        [
            new("address", "the server: http://127.0.0.1:7777, https://ops.example:443 or unix:/run/canary.sock") { IsRequired = true, Check = Check },
            PlugInTimeout.Setting,
            .. Tls.Settings,
        ],
        s => new PlugInController(s["address"], PlugInTimeout.Of(s), new GrpcPlugIn(Open(s))));

    private static string? Check(string address) =>
        SocketPath(address) is { Length: > 0 } || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0)
            ? null
            : "The address is http://host:port, https://host:port or unix:/path.";

    private static string? SocketPath(string address) => address.StartsWith(UnixPrefix, StringComparison.Ordinal) ? address[UnixPrefix.Length..] : null;

    private static GrpcChannel Open(TrafficSettings settings)
    {
        var path = SocketPath(settings["address"]);
        var handler = Tls.Handler(settings);
        if (path is not null)
        {
            handler.ConnectCallback = (_, cancellation) => UnixSocket.ConnectAsync(path, cancellation);
        }

        return GrpcChannel.ForAddress(path is null ? settings["address"] : "http://localhost", new() { HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = MaxAnswer });
    }
}
