namespace CanaryJudge.Statistics;

/// <summary>An estimate with the two ends of its confidence interval, all in one unit.</summary>
/// <param name="Estimate">The estimate, from Lower to Upper; NaN when the data say nothing about it.</param>
/// <param name="Lower">The lower end; negative infinity (for ratios 0) when the data set no limit.</param>
/// <param name="Upper">The upper end; positive infinity when the data set no limit.</param>
public readonly record struct Interval(double Estimate, double Lower, double Upper);
