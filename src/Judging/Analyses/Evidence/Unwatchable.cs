using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses.Evidence;

/// <summary>What a policy may ask of a single look but not of an analysis: no test for it may be looked at again and again.</summary>
public static class Unwatchable
{
    /// <summary>Why a metric cannot be watched; null when it can.</summary>
    /// <param name="metric">What the user wrote.</param>
    /// <param name="kind">Its kind; null: not known yet.</param>
    public static Obstacle? Of(MetricPolicy metric, string? kind)
    {
        ArgumentNullException.ThrowIfNull(metric);
        var asked = (metric, kind) switch
        {
            ({ Method: not "auto" }, _) => $"method {metric.Method}",
            ({ Measure: Measure.Mean or Measure.Quantile }, _) => $"measure {metric.Measure}",
            ({ Outliers: Outliers.Remove }, _) => "outliers: remove",
            _ => null,
        };
        return asked is null ? null : new(ReasonCode.NotComparable, $"{metric.Name}: {asked} judges a single look; an analysis is looked at many times. Leave it out.");
    }
}
