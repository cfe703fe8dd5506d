namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Whether the canary's rows are stranger than the baseline's.</summary>
/// <param name="PValue">In [0, 1]: one-sided Mann-Whitney of the scores, dependence allowed for.</param>
/// <param name="Rows">What it rests on.</param>
/// <param name="Shrinkage">Of the covariance; null where the method has none.</param>
/// <param name="Divisor">By how much dependence of neighbouring rows weakens the evidence, at least 1.</param>
/// <param name="Contributions">Each metric's mean part in the canary's scores, in the order of the columns.</param>
/// <param name="Points">Each canary row's conformal p-value, in order.</param>
/// <param name="Floor">The smallest that one of these can be.</param>
public sealed record JointFinding(
    double PValue, JointRows Rows, double? Shrinkage, double Divisor, IReadOnlyList<double> Contributions, IReadOnlyList<double> Points, double Floor);
