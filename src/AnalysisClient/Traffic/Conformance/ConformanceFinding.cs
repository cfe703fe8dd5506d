namespace CanaryJudge.AnalysisClient.Traffic.Conformance;

/// <summary>What came of one rule.</summary>
/// <param name="Rule">The rule's name, kebab-case: <c>rounds-towards-baseline</c>.</param>
/// <param name="Demand">What it demands, in a sentence.</param>
/// <param name="Outcome">Whether the controller does.</param>
/// <param name="Reason">What was seen, for a rule that failed or could not be judged; null: it passed.</param>
public sealed record ConformanceFinding(string Rule, string Demand, ConformanceOutcome Outcome, string? Reason);
