using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources;

/// <summary>What came of reading the settings of a source.</summary>
/// <param name="Settings">The settings; null when there are problems.</param>
/// <param name="Problems">All mistakes, their paths within the source: <c>metrics.errors.total</c>.</param>
public sealed record SourceSettingsReading(SourceSettings? Settings, IReadOnlyList<PolicyProblem> Problems);
