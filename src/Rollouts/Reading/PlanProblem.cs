namespace CanaryJudge.Rollouts.Reading;

/// <summary>A mistake in a rollout file.</summary>
/// <param name="Path">Where: <c>steps[1].weight</c>.</param>
/// <param name="Message">What is wrong and the way out, as the rest of a sentence.</param>
/// <param name="IsKey">Whether the key itself is wrong, not its value.</param>
public sealed record PlanProblem(string Path, string Message, bool IsKey = false);
