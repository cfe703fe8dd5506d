using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Lets an order land although its call was given up.</summary>
internal sealed class Stubborn(MemoryTarget target) : SoundController(target)
{
    public override async Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(10, cancellation);
            return await base.SetAsync(order, cancellation);
        }
        catch (OperationCanceledException)
        {
            _ = LandAsync(order);
            throw;
        }
    }

    private async Task LandAsync(WeightOrder order)
    {
        await Task.Delay(40, CancellationToken.None);
        Target.Weight = order.Weight;
    }
}
