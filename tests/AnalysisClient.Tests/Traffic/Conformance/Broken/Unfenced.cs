using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Says that it fences, and takes any order.</summary>
internal sealed class Unfenced(MemoryTarget target) : SoundController(target)
{
    protected override bool IsOlder(WeightOrder order) => false;
}
