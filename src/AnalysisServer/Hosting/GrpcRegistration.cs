using CanaryJudge.AnalysisServer.Endpoints;
using CanaryJudge.Contracts.V1;
using Google.Protobuf.Reflection;
using Google.Rpc;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>gRPC, its JSON transcoding and its reflection.</summary>
internal static class GrpcRegistration
{
    /// <summary>gRPC's own limit, which answers without details: twice ours, so that ours is met first.</summary>
    /// <param name="limits">Ours.</param>
    /// <returns>In bytes.</returns>
    public static int HardMessageLimit(LimitOptions limits) => (2 * limits.MaxMessageBytes) + (1024 * 1024);

    /// <summary>Adds the services' machinery.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="limits">The size of a request.</param>
    public static void AddGrpcDoor(this IServiceCollection services, LimitOptions limits)
    {
        services
            .AddGrpc(grpc =>
            {
                grpc.MaxReceiveMessageSize = HardMessageLimit(limits);
                grpc.MaxSendMessageSize = null;
                grpc.EnableDetailedErrors = false;
                grpc.Interceptors.Add<ErrorInterceptor>();
            })
            .AddJsonTranscoding(json =>
            {
                json.JsonSettings.IgnoreDefaultValues = false;
                json.JsonSettings.WriteInt64sAsStrings = true;
                json.TypeRegistry = TypeRegistry.FromFiles(JudgeReflection.Descriptor, ErrorDetailsReflection.Descriptor);
            });
        services.AddGrpcReflection();
        services.AddSingleton<ErrorInterceptor>();
    }

    /// <summary>Maps the services.</summary>
    /// <param name="app">The host.</param>
    public static void MapGrpcDoor(this WebApplication app)
    {
        app.UseMiddleware<UnreadableRequests>();
        app.UseMiddleware<JsonDoor>();
        app.MapGrpcService<JudgeEndpoint>();
        app.MapGrpcService<AnalysisEndpoint>();
        app.MapGrpcReflectionService();
    }
}
