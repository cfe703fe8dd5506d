using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>An order to a target. Rollout and epoch together are its idempotency key.</summary>
/// <param name="RolloutId">The rollout: <c>[a-z0-9][a-z0-9.-]{0,62}</c>.</param>
/// <param name="Epoch">The number of the move, from 1. Within a fence a higher one is newer.</param>
/// <param name="Fence">The number of the runner's opening of the journal, from 1. A higher one is newer, whatever the epochs.</param>
/// <param name="Weight">The weight to have in force.</param>
/// <param name="Final">Whether the rollout ends with it: with all traffic the target may run its own promotion, with none its abort.</param>
/// <exception cref="ArgumentException">The id or a number is not as said.</exception>
public sealed record WeightOrder(string RolloutId, long Epoch, long Fence, Weight Weight, bool Final = false)
{
    /// <summary>The rollout: <c>[a-z0-9][a-z0-9.-]{0,62}</c>, so that it can stand in a file name or a configuration as it is.</summary>
    public string RolloutId { get; } = IsRolloutId(RolloutId) ? RolloutId : throw new ArgumentException($"'{Spelling.Shown(RolloutId)}' is no id of a rollout.", nameof(RolloutId));

    /// <summary>The number of the move, from 1.</summary>
    public long Epoch { get; } = Epoch >= 1 ? Epoch : throw new ArgumentOutOfRangeException(nameof(Epoch), Epoch, "Epochs count from 1.");

    /// <summary>The number of the runner's opening of the journal, from 1.</summary>
    public long Fence { get; } = Fence >= 1 ? Fence : throw new ArgumentOutOfRangeException(nameof(Fence), Fence, "Fences count from 1.");

    /// <summary>When the target is to fall back to zero by itself, if it can (<see cref="TargetFacts.Expires"/>).</summary>
    /// <value>Null: never.</value>
    public DateTimeOffset? ValidUntil { get; init; }

    private static bool IsRolloutId(string id) =>
        id.Length is >= 1 and <= 63 && id[0] is not ('.' or '-') && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');
}
