using System.Collections.Concurrent;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>Moves nothing: a target in memory that does what it is told, to try out a rollout's file, or to judge traffic that others move.</summary>
/// <remarks>
/// Steps: 1 basis point. Read-back: yes. Fences: yes, an order older than one of the same rollout is refused. Controllers of one name share one target, as
/// those of a real one do. It starts at zero, and again with the process: a runner that resumes finds zero and sets its weight again.
/// </remarks>
public sealed class DryRunController : ITrafficController
{
    private static readonly ConcurrentDictionary<string, Memory> s_targets = new(StringComparer.Ordinal);

    private readonly string _name;
    private readonly Memory _target;

    private DryRunController(string name) => (_name, _target) = (name, s_targets.GetOrAdd(name, _ => new()));

    /// <summary>The kind <c>dry-run</c>.</summary>
    public static TrafficKind Kind { get; } = TrafficKind.Of(
        "dry-run",
        "Moves nothing; remembers what it was told",
        [new("name", "the target's name, for several of them in one process") { Default = "dry-run" }],
        s => new DryRunController(s["name"]));

    /// <inheritdoc />
    public Task<TargetFacts?> DescribeAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<TargetFacts?>(new() { Target = $"{_name}, no traffic moves", Grain = 1, Fences = true, LateBound = TimeSpan.Zero });
    }

    /// <inheritdoc />
    public Task<Weight?> ReadAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_target)
        {
            return Task.FromResult<Weight?>(_target.Weight);
        }
    }

    /// <inheritdoc />
    public Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        cancellation.ThrowIfCancellationRequested();
        lock (_target)
        {
            return Task.FromResult(_target.Take(order));
        }
    }

    private sealed class Memory
    {
        private OrderMark? _newest;

        public Weight Weight { get; private set; }

        public WeightChange Take(WeightOrder order)
        {
            if (_newest?.Refuses(order) is { } older)
            {
                return new WeightChange.Rejected(older);
            }

            (_newest, Weight) = (OrderMark.Of(order), order.Weight);
            return new WeightChange.Applied(Weight);
        }
    }
}
