using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance;

/// <summary>A target in memory that several controllers share, as processes share a real one.</summary>
internal sealed class MemoryTarget
{
    public Weight Weight { get; set; }

    public WeightOrder? Newest { get; set; }
}

/// <summary>A controller that does everything right. The broken ones differ from it in one thing each.</summary>
internal class SoundController(MemoryTarget target) : ITrafficController
{
    protected MemoryTarget Target => target;

    public virtual Task<TargetFacts?> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult<TargetFacts?>(new() { Target = "memory", Grain = 1, Fences = true, LateBound = TimeSpan.Zero });

    public virtual Task<Weight?> ReadAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<Weight?>(target.Weight);
    }

    public virtual Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (IsOlder(order))
        {
            return Task.FromResult<WeightChange>(new WeightChange.Rejected("An older order."));
        }

        return Task.FromResult<WeightChange>(new WeightChange.Applied(Write(order, order.Weight)));
    }

    protected virtual bool IsOlder(WeightOrder order) =>
        target.Newest is { } newest && newest.RolloutId == order.RolloutId && (order.Fence, order.Epoch).CompareTo((newest.Fence, newest.Epoch)) < 0;

    protected Weight Write(WeightOrder order, Weight weight)
    {
        target.Newest = order;
        target.Weight = weight;
        return weight;
    }
}
