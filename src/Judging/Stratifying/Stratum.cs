using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Stratifying;

/// <summary>Both arms' data of one metric in one stratum.</summary>
/// <param name="Name">The label's value, <c>eu</c>, or the labels, <c>region=eu,zone=a</c>, where several make the strata.</param>
/// <param name="Baseline">The baseline's data.</param>
/// <param name="Canary">The canary's data, of the same kind.</param>
public sealed record Stratum(string Name, SeriesData Baseline, SeriesData Canary);
