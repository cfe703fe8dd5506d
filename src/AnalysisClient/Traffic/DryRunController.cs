using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>Moves nothing: a target in memory that does what it is told, to try out a rollout's file, or to judge traffic that others move.</summary>
/// <remarks>
/// Steps: 1 basis point. Read-back: yes. Fences: yes, an order older than one of the same rollout is refused. Starts at zero, and again with the
/// process: a runner that resumes finds zero and sets its weight again.
/// </remarks>
public sealed class DryRunController : ITrafficController
{
    private readonly Lock _turn = new();
    private OrderMark? _newest;
    private Weight _weight = Weight.Zero;

    /// <summary>The kind <c>dry-run</c>.</summary>
    public static TrafficKind Kind { get; } = TrafficKind.Of("dry-run", "Moves nothing; remembers what it was told", [], _ => new DryRunController());

    /// <inheritdoc />
    public Task<TargetFacts?> DescribeAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<TargetFacts?>(new() { Target = "dry run, no traffic moves", Grain = 1, Fences = true, LateBound = TimeSpan.Zero });
    }

    /// <inheritdoc />
    public Task<Weight?> ReadAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_turn)
        {
            return Task.FromResult<Weight?>(_weight);
        }
    }

    /// <inheritdoc />
    public Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        cancellation.ThrowIfCancellationRequested();
        lock (_turn)
        {
            if (_newest?.Refuses(order) is { } reason)
            {
                return Task.FromResult<WeightChange>(new WeightChange.Rejected(reason));
            }

            _newest = OrderMark.Of(order);
            _weight = order.Weight;
            return Task.FromResult<WeightChange>(new WeightChange.Applied(order.Weight));
        }
    }
}
