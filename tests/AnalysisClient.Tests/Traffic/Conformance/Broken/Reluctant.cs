using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Never gives the last half percent away.</summary>
internal sealed class Reluctant(MemoryTarget target) : SoundController(target)
{
    public override Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation) =>
        base.SetAsync(order with { Weight = order.Weight == Weight.Full ? new(9_950) : order.Weight }, cancellation);
}
