namespace CanaryJudge.Judging.Backtests;

/// <summary>One series whose anomalies are known.</summary>
/// <param name="Id">The series' name.</param>
/// <param name="Values">Finite values in order of time.</param>
/// <param name="IsOdd">Whether each lies inside a labelled anomaly.</param>
public sealed record LabelledValues(string Id, double[] Values, bool[] IsOdd);
