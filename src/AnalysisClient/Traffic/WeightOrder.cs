using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>An order to a target. Rollout and epoch together are its idempotency key.</summary>
/// <param name="RolloutId">The rollout: <c>[a-z0-9][a-z0-9.-]{0,62}</c>.</param>
/// <param name="Epoch">The number of the move, from 1. Within a fence a higher one is newer.</param>
/// <param name="Fence">The number of the runner's opening of the journal, from 1. A higher one is newer, whatever the epochs.</param>
/// <param name="Weight">The weight to have in force.</param>
/// <param name="Final">Whether the rollout ends with it: with all traffic the target may run its own promotion, with none its abort.</param>
public sealed record WeightOrder(string RolloutId, long Epoch, long Fence, Weight Weight, bool Final = false)
{
    /// <summary>When the target is to fall back to zero by itself, if it can (<see cref="TargetFacts.Expires"/>).</summary>
    /// <value>Null: never.</value>
    public DateTimeOffset? ValidUntil { get; init; }
}
