namespace CanaryJudge.Statistics.Sequential;

/// <summary>The effect so far, with ends that hold at every look.</summary>
/// <param name="Value">The estimate and its ends; each end errs in at most beta of runs over all looks.</param>
/// <param name="IsRatio">Whether it is canary over baseline, rather than canary minus baseline in the metric's unit.</param>
/// <param name="BaselineLevel">The baseline's level (median, geometric mean or rate), in the metric's unit; NaN while unknown.</param>
/// <param name="Difference">The estimate in the metric's unit, canary minus baseline: of events standardised by step; NaN while unknown.</param>
public readonly record struct SequentialEffect(Interval Value, bool IsRatio, double BaselineLevel, double Difference);
