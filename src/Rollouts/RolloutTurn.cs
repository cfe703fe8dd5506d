namespace CanaryJudge.Rollouts;

/// <summary>What one input comes to.</summary>
/// <param name="State">The state after the records.</param>
/// <param name="Memory">The memory after the turn.</param>
/// <param name="Records">One batch: all of them are written, before anything is done, or the turn did not happen.</param>
/// <param name="Actions">What to start then, in order; at most one of them is a call.</param>
/// <param name="Wake">Rollout time of the next <see cref="RolloutInput.Tick"/> in seconds; null: none is needed.</param>
public sealed record RolloutTurn(RolloutState State, RolloutMemory Memory, IReadOnlyList<RolloutRecord> Records, IReadOnlyList<RolloutAction> Actions, long? Wake);
