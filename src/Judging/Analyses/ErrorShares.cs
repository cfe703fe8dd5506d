using CanaryJudge.Judging.Config;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Shares the run's error budget out over the metrics of an analysis, before any data: weighted Bonferroni.</summary>
/// <remarks>A critical metric owns three shares. A muted one neither spends nor saves budget; it gets what it would have beside the others.</remarks>
internal static class ErrorShares
{
    /// <summary>One metric's level.</summary>
    public static double Of(Policy policy, MetricPolicy metric)
    {
        var total = policy.Metrics!.Where(m => !m.Muted || ReferenceEquals(m, metric)).Sum(Weight);
        return policy.Alpha * Weight(metric) / total;
    }

    private static double Weight(MetricPolicy metric) => metric.Critical ? 3 : 1;
}
