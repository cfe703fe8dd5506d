using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Says that it is done and does nothing.</summary>
internal sealed class Boastful(MemoryTarget target) : SoundController(target)
{
    public override Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested ? base.SetAsync(order, cancellation) : Task.FromResult<WeightChange>(new WeightChange.Applied(order.Weight));
}
