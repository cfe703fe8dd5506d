using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Takes longer than a runner waits, for one weight.</summary>
internal sealed class Slow(MemoryTarget target) : SoundController(target)
{
    public override async Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        if (order.Weight == new Weight(9_900))
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }

        return await base.SetAsync(order, cancellation);
    }
}
