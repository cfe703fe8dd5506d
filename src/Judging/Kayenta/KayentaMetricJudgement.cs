namespace CanaryJudge.Judging.Kayenta;

/// <summary>What Kayenta says of one pair.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Metric">Its metric's settings.</param>
/// <param name="Finding">The classification.</param>
/// <param name="Baseline">The baseline after preparation.</param>
/// <param name="Canary">The canary after preparation.</param>
public sealed record KayentaMetricJudgement(KayentaPair Pair, KayentaMetric Metric, KayentaFinding Finding, KayentaSummary Baseline, KayentaSummary Canary);
