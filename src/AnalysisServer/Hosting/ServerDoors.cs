using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Where a started server listens; with port 0 the real ports.</summary>
public sealed class ServerDoors
{
    private ListenOptions? _grpc;
    private ListenOptions? _http;

    /// <summary>The gRPC door. Known once the server has started.</summary>
    public Uri Grpc => Address(_grpc);

    /// <summary>The HTTP/1.1 door. Known once the server has started.</summary>
    public Uri Http => Address(_http);

    internal void Set(ListenOptions grpc, ListenOptions http) => (_grpc, _http) = (grpc, http);

    private static Uri Address(ListenOptions? door) =>
        new($"http://{door?.IPEndPoint ?? throw new InvalidOperationException("The server has not been started.")}");
}
