namespace CanaryJudge.AnalysisClient.Traffic.Conformance;

/// <summary>One rule and how it is tried.</summary>
/// <param name="Name">Kebab-case.</param>
/// <param name="Demand">What it demands, in a sentence.</param>
/// <param name="Try">Tries it; throws <see cref="ConformanceBreak"/> when it does not hold or cannot be judged.</param>
internal sealed record ConformanceRule(string Name, string Demand, Func<ConformanceTrial, Task> Try);
