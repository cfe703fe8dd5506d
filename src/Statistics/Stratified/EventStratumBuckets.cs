namespace CanaryJudge.Statistics.Stratified;

/// <summary>One stratum's events by interval of time, of the intervals that both arms have.</summary>
/// <param name="Intervals">Numbers on a clock that all strata share, rising.</param>
/// <param name="BaselineEvents">At least 0, one for each interval.</param>
/// <param name="BaselineTotals">Trials or exposure, at least 0.</param>
/// <param name="CanaryEvents">At least 0.</param>
/// <param name="CanaryTotals">Trials or exposure, at least 0.</param>
public sealed record EventStratumBuckets(long[] Intervals, double[] BaselineEvents, double[] BaselineTotals, double[] CanaryEvents, double[] CanaryTotals);
