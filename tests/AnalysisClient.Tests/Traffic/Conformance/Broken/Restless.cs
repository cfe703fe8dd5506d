using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Lets the weight drift away after a moment.</summary>
internal sealed class Restless(MemoryTarget target) : SoundController(target)
{
    private long _since;

    public override Task<Weight?> ReadAsync(CancellationToken cancellation)
    {
        if (TimeProvider.System.GetElapsedTime(_since) > TimeSpan.FromMilliseconds(50))
        {
            Target.Weight = new(Target.Weight.BasisPoints / 2);
        }

        return base.ReadAsync(cancellation);
    }

    public override Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        _since = TimeProvider.System.GetTimestamp();
        return base.SetAsync(order, cancellation);
    }
}
