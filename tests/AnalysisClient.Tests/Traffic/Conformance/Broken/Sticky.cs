using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Keeps half a percent when all is to be taken away.</summary>
internal sealed class Sticky(MemoryTarget target) : SoundController(target)
{
    public override Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation) =>
        base.SetAsync(order with { Weight = order.Weight == Weight.Zero ? new(50) : order.Weight }, cancellation);
}
