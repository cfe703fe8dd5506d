using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Tells something else of itself each time.</summary>
internal sealed class Moody(MemoryTarget target) : SoundController(target)
{
    private int _asked;

    public override async Task<TargetFacts?> DescribeAsync(CancellationToken cancellation) =>
        (await base.DescribeAsync(cancellation))! with { Target = $"memory, asked {++_asked} times" };
}
