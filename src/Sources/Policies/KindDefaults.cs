using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies;

/// <summary>What holds where a policy says nothing, as far as it is known without the data.</summary>
internal static class KindDefaults
{
    /// <summary>The default margin of a metric of a stated kind; null without one.</summary>
    public static Allowance? Margin(MetricPolicy metric)
    {
        if (metric.Kind is null)
        {
            return null;
        }

        var margin = MetricPlan.For(metric with { Margin = null }, metric.Kind, ceiling: null).Margin;
        return margin with { InPoints = metric.Kind == "ratio" };
    }

    /// <summary>Whether a metric is judged alike with one key written and with it left out, whatever the data turn out to be.</summary>
    /// <param name="metric">The metric as written.</param>
    /// <param name="without">The same with a key left out.</param>
    /// <param name="part">The part of the plan that the key sets.</param>
    public static bool SaysNothing<T>(MetricPolicy metric, MetricPolicy without, Func<MetricPlan, T> part)
    {
        string[] kinds = metric.Kind is { } kind ? [kind] : [.. PolicyKeys.Kinds];
        double?[] ceilings = [null, 1, 100];
        return kinds.All(k => ceilings.All(c => EqualityComparer<T>.Default.Equals(part(MetricPlan.For(metric, k, c)), part(MetricPlan.For(without, k, c)))));
    }
}
