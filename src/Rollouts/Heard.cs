namespace CanaryJudge.Rollouts;

/// <summary>A verdict that was heard.</summary>
/// <param name="Verdict">What was said.</param>
/// <param name="Id">The judgement's id.</param>
public sealed record Heard(Verdict Verdict, string? Id);
