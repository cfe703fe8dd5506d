using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Writes first and refuses then.</summary>
internal sealed class Rash(MemoryTarget target) : SoundController(target)
{
    public override Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        if (IsOlder(order))
        {
            Target.Weight = order.Weight;
            return Task.FromResult<WeightChange>(new WeightChange.Rejected("An older order."));
        }

        return base.SetAsync(order, cancellation);
    }
}
