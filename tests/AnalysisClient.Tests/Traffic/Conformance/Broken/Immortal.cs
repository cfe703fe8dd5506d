using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Says that orders expire, and lets them stand.</summary>
internal sealed class Immortal(MemoryTarget target) : SoundController(target)
{
    public override async Task<TargetFacts?> DescribeAsync(CancellationToken cancellation) => (await base.DescribeAsync(cancellation))! with { Expires = true };
}
