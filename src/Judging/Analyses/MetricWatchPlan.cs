using CanaryJudge.Judging.Config;

namespace CanaryJudge.Judging.Analyses;

/// <summary>What one metric's watch needs to know before the first data.</summary>
/// <param name="Metric">What the user wrote.</param>
/// <param name="Kind">The name of the metric's kind.</param>
/// <param name="Alpha">The metric's share of the run's error budget, in (0, 0.5): weighted, three shares when critical.</param>
/// <param name="Beta">The chance of passing when worse by the margin, in (0, 0.5).</param>
/// <param name="PlannedLooks">The planned looks, nanoseconds since the first data, rising; empty: a look at every closed bucket.</param>
public sealed record MetricWatchPlan(MetricPolicy Metric, string Kind, double Alpha, double Beta, IReadOnlyList<long> PlannedLooks);
