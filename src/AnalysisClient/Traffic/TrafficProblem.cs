namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>What is wrong with the settings of a controller.</summary>
/// <param name="Path">Where: <c>kind</c>, or the key of a setting; empty: the settings as a whole.</param>
/// <param name="Message">What, and the way out; a sentence.</param>
public sealed record TrafficProblem(string Path, string Message);
