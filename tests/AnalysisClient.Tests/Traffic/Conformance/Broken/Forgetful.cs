using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Reads what it remembers, and remembers only its own orders.</summary>
internal sealed class Forgetful(MemoryTarget target) : SoundController(target)
{
    private Weight? _remembered;

    public override Task<Weight?> ReadAsync(CancellationToken cancellation) => _remembered is null ? base.ReadAsync(cancellation) : Task.FromResult(_remembered);

    public override async Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        var change = await base.SetAsync(order, cancellation);
        _remembered = Target.Weight;
        return change;
    }
}
