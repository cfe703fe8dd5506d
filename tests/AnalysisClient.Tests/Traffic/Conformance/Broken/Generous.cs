using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Rounds to whole percents, towards the canary.</summary>
internal sealed class Generous(MemoryTarget target) : SoundController(target)
{
    public override async Task<TargetFacts?> DescribeAsync(CancellationToken cancellation) => (await base.DescribeAsync(cancellation))! with { Grain = 100 };

    public override Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation) =>
        base.SetAsync(order with { Weight = new((order.Weight.BasisPoints + 99) / 100 * 100) }, cancellation);
}
