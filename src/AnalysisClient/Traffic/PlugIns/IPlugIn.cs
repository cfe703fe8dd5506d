using CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisClient.Traffic.PlugIns;

/// <summary>A way to a plug-in: the methods of <c>TrafficControllerService</c>. Each throws <see cref="PlugInException"/> when there is no answer.</summary>
internal interface IPlugIn : IDisposable
{
    Task<DescribeResponse> DescribeAsync(CancellationToken cancellation);

    Task<GetWeightResponse> GetWeightAsync(CancellationToken cancellation);

    Task<SetWeightResponse> SetWeightAsync(SetWeightRequest order, CancellationToken cancellation);

    Task<PromoteResponse> PromoteAsync(PromoteRequest order, CancellationToken cancellation);

    Task<AbortResponse> AbortAsync(AbortRequest order, CancellationToken cancellation);
}
