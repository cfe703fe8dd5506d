using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>What is said of a metric over which there is nothing to judge yet.</summary>
internal static class WithoutEvidence
{
    /// <summary>The metric's judgement.</summary>
    /// <param name="metric">What the user wrote. What it says of missing data holds at the last look only: before that they may still come.</param>
    /// <param name="kind">The kind; null: not known yet.</param>
    /// <param name="beta">The policy's.</param>
    /// <param name="obstacle">What is in the way.</param>
    /// <param name="isLast">Whether no look follows.</param>
    public static MetricJudgement Judge(MetricPolicy metric, string? kind, double beta, Obstacle obstacle, bool isLast)
    {
        var known = isLast ? metric : metric with { Missing = Missing.Inconclusive };
        return VerdictRule.Judge(new() { Plan = MetricPlan.For(known, kind ?? "samples", ceiling: null), Obstacle = obstacle }, [], beta);
    }
}
