namespace CanaryJudge.Judging.Kayenta;

/// <summary>What Kayenta's judge uses of a canary config.</summary>
/// <param name="Metrics">The metrics; of several with one name the first counts.</param>
/// <param name="GroupWeights">The weights of groups in percent, not normalised; groups without one share what is left of 100.</param>
public sealed record KayentaConfig(IReadOnlyList<KayentaMetric> Metrics, IReadOnlyDictionary<string, double> GroupWeights);
