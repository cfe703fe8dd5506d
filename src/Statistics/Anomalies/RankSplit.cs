namespace CanaryJudge.Statistics.Anomalies;

/// <summary>The place at which one split of a series in two differs most.</summary>
/// <param name="At">How many values lie before the split; null where none is possible (too few values, or all equal).</param>
/// <param name="Z">The standardised Mann-Whitney statistic of the split, at least 0.</param>
public readonly record struct RankSplit(int? At, double Z);
