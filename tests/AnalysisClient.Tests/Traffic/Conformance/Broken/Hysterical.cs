using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Throws where it should refuse.</summary>
internal sealed class Hysterical(MemoryTarget target) : SoundController(target)
{
    public override Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation) =>
        order.Weight == new Weight(1) ? throw new InvalidOperationException("Too fine.") : base.SetAsync(order, cancellation);
}
