namespace CanaryJudge.Rollouts.Reading;

/// <summary>What came of reading a rollout file.</summary>
/// <param name="Plan">The plan in normal form; null if there are problems.</param>
/// <param name="Problems">All mistakes.</param>
public sealed record PlanReading(RolloutPlan? Plan, IReadOnlyList<PlanProblem> Problems);
