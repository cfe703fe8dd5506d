using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>What one metric's evidence amounts to at a look.</summary>
/// <param name="Judgement">The metric's verdict with its evidence, as every report shows it.</param>
public sealed record MetricLook(MetricJudgement Judgement);
