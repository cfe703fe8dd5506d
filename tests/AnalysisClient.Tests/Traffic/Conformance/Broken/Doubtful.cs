using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Does what it is told, and never knows whether it did.</summary>
internal sealed class Doubtful(MemoryTarget target) : SoundController(target)
{
    public override async Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation) =>
        await base.SetAsync(order, cancellation) is WeightChange.Applied ? new WeightChange.Unknown("The router said nothing.") : new WeightChange.Rejected("An older order.");
}
