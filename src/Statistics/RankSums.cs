namespace CanaryJudge.Statistics;

/// <summary>What the rank tests need of two pooled samples.</summary>
/// <param name="CanaryRankSum">The sum of the canary's mid-ranks; at least m (m + 1) / 2 for m values. Exact up to 2^51.</param>
/// <param name="TieTerm">The sum of t^3 - t over groups of t equal values, at least 0; 0 means no ties.</param>
public readonly record struct RankSums(double CanaryRankSum, double TieTerm);
