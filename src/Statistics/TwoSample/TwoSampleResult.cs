namespace CanaryJudge.Statistics.TwoSample;

/// <summary>What a two-sample test found.</summary>
/// <param name="Statistic">The statistic of the test's paper; for Mann-Whitney U of the canary, from 0 to n m.</param>
/// <param name="PValue">In [0, 1].</param>
/// <param name="Superiority">P(canary > baseline) + P(tie) / 2, in [0, 1]; 0.5 means no shift; NaN where the test does not look at the order of values.</param>
/// <param name="Exact">Whether the p-value is exact rather than an approximation.</param>
public readonly record struct TwoSampleResult(double Statistic, double PValue, double Superiority, bool Exact);
