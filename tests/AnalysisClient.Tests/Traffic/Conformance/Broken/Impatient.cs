using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Refuses an order that it has taken before.</summary>
internal sealed class Impatient(MemoryTarget target) : SoundController(target)
{
    public override Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation) =>
        order == Target.Newest ? Task.FromResult<WeightChange>(new WeightChange.Rejected("It was done before.")) : base.SetAsync(order, cancellation);
}
