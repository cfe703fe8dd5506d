using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Compares epochs and forgets fences.</summary>
internal sealed class Shortsighted(MemoryTarget target) : SoundController(target)
{
    protected override bool IsOlder(WeightOrder order) => Target.Newest is { } newest && newest.RolloutId == order.RolloutId && order.Epoch < newest.Epoch;
}
