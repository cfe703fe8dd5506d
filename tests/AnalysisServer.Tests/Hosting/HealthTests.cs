using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;

namespace CanaryJudge.AnalysisServer.Tests.Hosting;

public sealed class HealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_started_server_is_alive_and_ready_at_both_doors()
    {
        await using var server = await RunningServer.StartAsync();
        var health = new Health.HealthClient(server.Channel);

        var whole = await health.CheckAsync(new(), cancellationToken: Cancellation);
        var judge = await health.CheckAsync(new() { Service = "canaryjudge.v1.JudgeService" }, cancellationToken: Cancellation);

        Assert.Equal("Healthy", await server.Http.GetStringAsync("/healthz", Cancellation));
        Assert.Equal("Healthy", await server.Http.GetStringAsync("/readyz", Cancellation));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, whole.Status);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, judge.Status);
    }

    [Fact]
    public async Task The_health_of_a_service_that_is_not_there_is_not_found()
    {
        await using var server = await RunningServer.StartAsync();
        var health = new Health.HealthClient(server.Channel);

        var e = await Assert.ThrowsAsync<RpcException>(async () => await health.CheckAsync(new() { Service = "nobody" }, cancellationToken: Cancellation));

        Assert.Equal(StatusCode.NotFound, e.StatusCode);
    }

    [Fact]
    public async Task Reflection_lists_the_judge()
    {
        await using var server = await RunningServer.StartAsync();
        using var call = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo(cancellationToken: Cancellation);

        await call.RequestStream.WriteAsync(new() { ListServices = "" }, Cancellation);
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));

        Assert.Contains(call.ResponseStream.Current.ListServicesResponse.Service, s => s.Name == "canaryjudge.v1.JudgeService");
    }
}
