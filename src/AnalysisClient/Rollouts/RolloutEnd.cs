namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>How a runner ended.</summary>
/// <param name="Exit">The exit code.</param>
/// <param name="Message">What a person must know besides; null: the journal says it all.</param>
public sealed record RolloutEnd(int Exit, string? Message = null);
