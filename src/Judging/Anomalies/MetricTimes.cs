using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Anomalies;

/// <summary>Both arms of a metric over time.</summary>
/// <param name="Plan">How the metric is judged.</param>
/// <param name="BaselineData">The baseline's data as received; null: none.</param>
/// <param name="CanaryData">The canary's data as received; null: none.</param>
/// <param name="Baseline">The baseline in order of time.</param>
/// <param name="Canary">The canary in order of time.</param>
internal sealed record MetricTimes(MetricPlan Plan, SeriesData? BaselineData, SeriesData? CanaryData, Timeline Baseline, Timeline Canary)
{
    /// <summary>The arms of a finding's metric.</summary>
    public static MetricTimes Of(Finding finding) => new(
        finding.Plan,
        finding.BaselineData,
        finding.CanaryData,
        Timelines.Of(finding.BaselineData, finding.Plan.Policy.Warmup),
        Timelines.Of(finding.CanaryData, finding.Plan.Policy.Warmup));

    /// <summary>The weight's step just before a time (Unix nanoseconds, and the width of an interval), if there was one; null: it never moves.</summary>
    public Func<long, double, AnomalyStep?>? StepBefore { get; init; }

    /// <summary>The step just before something began.</summary>
    public AnomalyStep? Step(Timeline arm, int index) => arm.At.Length > 0 ? StepBefore?.Invoke(arm.At[index], Interval) : null;

    /// <summary>The usual distance of neighbouring values on the clock, of the coarser arm.</summary>
    public double Interval => Math.Max(Baseline.Interval, Canary.Interval);
}
