namespace CanaryJudge.Statistics.Sequential;

/// <summary>What a look says about one tail.</summary>
/// <param name="Quantile">The quantile; below 0.5 where the low tail is looked at.</param>
/// <param name="Threshold">The baseline's quantile of the minutes before, in the metric's unit; of strata the mean, weighted by their values; NaN before there were 200 values.</param>
/// <param name="Evidence">log E that the canary has more values beyond it, by more than the tolerance, and what it has to reach.</param>
/// <param name="Divisor">The dispersion that is accounted for, at least 1.</param>
public readonly record struct GuardEvidence(double Quantile, double Threshold, SequentialEvidence Evidence, double Divisor);
