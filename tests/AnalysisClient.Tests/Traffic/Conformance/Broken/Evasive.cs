using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Accepts everything and does nothing.</summary>
internal sealed class Evasive(MemoryTarget target) : SoundController(target)
{
    public override async Task<TargetFacts?> DescribeAsync(CancellationToken cancellation) => (await base.DescribeAsync(cancellation))! with { LateBound = TimeSpan.FromMilliseconds(200) };

    public override Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested ? base.SetAsync(order, cancellation) : Task.FromResult<WeightChange>(new WeightChange.Pending("ticket 1"));
}
