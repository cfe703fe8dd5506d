using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Proxy;

/// <summary>The weight in force, and the order that set it. Falls to zero by itself when the order is not renewed in time.</summary>
internal sealed class Split(TimeProvider clock)
{
    private readonly Lock _turn = new();
    private volatile WeightOrder? _order;

    /// <summary>The newest order, expired or not; null: none since the start.</summary>
    public WeightOrder? Order => _order;

    /// <summary>The weight now.</summary>
    public Weight Weight => InForce(_order);

    /// <summary>What an order gives now.</summary>
    public Weight InForce(WeightOrder? order) => order is null || order.ValidUntil <= clock.GetUtcNow() ? Weight.Zero : order.Weight;

    /// <summary>Takes an order.</summary>
    /// <param name="order">The order; the same again renews it.</param>
    /// <returns>Why not; null: it is in force.</returns>
    public string? Take(WeightOrder order)
    {
        lock (_turn)
        {
            if (_order is { } newest && newest.RolloutId == order.RolloutId && (order.Fence, order.Epoch).CompareTo((newest.Fence, newest.Epoch)) < 0)
            {
                return $"Fence {order.Fence}, epoch {order.Epoch} is older than fence {newest.Fence}, epoch {newest.Epoch}, which was taken before.";
            }

            _order = order;
            return null;
        }
    }
}
