using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CanaryJudge.AnalysisClient.Traffic.PlugIns;

/// <summary>A plug-in behind gRPC. Nothing is retried: the runner does that.</summary>
internal sealed class GrpcPlugIn(GrpcChannel channel) : IPlugIn
{
    private readonly TrafficControllerService.TrafficControllerServiceClient _client = new(channel);

    public Task<DescribeResponse> DescribeAsync(CancellationToken cancellation) => SayAsync(_client.DescribeAsync(new(), Options(cancellation)), cancellation);

    public Task<GetWeightResponse> GetWeightAsync(CancellationToken cancellation) => SayAsync(_client.GetWeightAsync(new(), Options(cancellation)), cancellation);

    public Task<SetWeightResponse> SetWeightAsync(SetWeightRequest order, CancellationToken cancellation) => SayAsync(_client.SetWeightAsync(order, Options(cancellation)), cancellation);

    public Task<PromoteResponse> PromoteAsync(PromoteRequest order, CancellationToken cancellation) => SayAsync(_client.PromoteAsync(order, Options(cancellation)), cancellation);

    public Task<AbortResponse> AbortAsync(AbortRequest order, CancellationToken cancellation) => SayAsync(_client.AbortAsync(order, Options(cancellation)), cancellation);

    public void Dispose() => channel.Dispose();

    private static CallOptions Options(CancellationToken cancellation) => new(cancellationToken: cancellation);

    private static async Task<T> SayAsync<T>(AsyncUnaryCall<T> call, CancellationToken cancellation)
    {
        try
        {
            using (call)
            {
                return await call.ResponseAsync.ConfigureAwait(false);
            }
        }
        catch (RpcException e) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
        catch (RpcException e)
        {
            throw new PlugInException($"{e.StatusCode}: {Spelling.Shown(e.Status.Detail)}".TrimEnd('.'), e);
        }
    }
}
