using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Has whole percents only, and says that it has every weight.</summary>
internal sealed class Coarse(MemoryTarget target) : SoundController(target)
{
    public override Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation) =>
        base.SetAsync(order with { Weight = new(order.Weight.BasisPoints / 100 * 100) }, cancellation);
}
