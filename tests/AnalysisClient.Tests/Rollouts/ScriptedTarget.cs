using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Rollouts;

/// <summary>A target in memory that can be made to hang, to refuse, or to lie.</summary>
internal sealed class ScriptedTarget : ITrafficController
{
    private readonly Lock _lock = new();
    private readonly List<WeightOrder> _orders = [];

    public Weight Weight { get; set; }

    public bool Expires { get; init; }

    /// <summary>Runs instead of an order; null: the order is carried out.</summary>
    public Func<WeightOrder, CancellationToken, Task<WeightChange>>? OnSet { get; set; }

    public IReadOnlyList<WeightOrder> Orders
    {
        get
        {
            lock (_lock)
            {
                return [.. _orders];
            }
        }
    }

    public Task<TargetFacts?> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult<TargetFacts?>(new() { Target = "scripted", Grain = 1, LateBound = TimeSpan.Zero, Expires = Expires });

    public Task<Weight?> ReadAsync(CancellationToken cancellation) => Task.FromResult<Weight?>(Weight);

    public Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _orders.Add(order);
        }

        if (OnSet is { } instead)
        {
            return instead(order, cancellation);
        }

        Weight = order.Weight;
        return Task.FromResult<WeightChange>(new WeightChange.Applied(order.Weight));
    }
}
