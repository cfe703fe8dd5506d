using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies;

/// <summary>One spelling for all rules of a metric that say the same.</summary>
internal static class CanonicalMetric
{
    /// <summary>The metric with its defaults left out.</summary>
    public static JsonObject Form(MetricPolicy metric)
    {
        var form = new JsonObject { ["name"] = metric.Name };
        Derived(form, metric);
        Guards(form, metric);
        CanonicalPolicy.Put(form, "kind", metric.Kind, null);
        CanonicalPolicy.Put(form, "critical", metric.Critical, false);
        CanonicalPolicy.Put(form, "muted", metric.Muted, false);
        CanonicalPolicy.Put(form, "weight", metric.Weight, 1);
        CanonicalPolicy.Put(form, "group", metric.Group, "");
        CanonicalPolicy.Put(form, "missing", metric.Missing.ToString(), nameof(Missing.Inconclusive));
        CanonicalPolicy.Put(form, "outliers", metric.Outliers.ToString(), nameof(Outliers.Keep));
        CanonicalPolicy.Put(form, "warmup", metric.Warmup.Ticks, 0);
        CanonicalPolicy.Put(form, "method", metric.Method, "auto");
        CanonicalPolicy.Put(form, "independent", metric.Independent, false);
        CanonicalPolicy.Put(form, "cluster", metric.Cluster, null);
        return form;
    }

    /// <summary>What has a default that depends on the kind or the name.</summary>
    private static void Derived(JsonObject form, MetricPolicy metric)
    {
        if (metric.Direction is { } direction && !KindDefaults.SaysNothing(metric, metric with { Direction = null }, p => p.Direction))
        {
            form["direction"] = direction.ToString();
        }

        if (metric.Measure is { } measure && !KindDefaults.SaysNothing(metric, metric with { Measure = null }, p => p.Measure))
        {
            form["measure"] = measure is Measure.Quantile quantile ? $"q{quantile.Q:R}" : measure.ToString();
        }

        if (metric.Unit is { } unit && !KindDefaults.SaysNothing(metric, metric with { Unit = null }, p => p.Unit))
        {
            form["unit"] = unit;
        }

        if (metric.Margin is { } margin && !KindDefaults.SaysNothing(metric, metric with { Margin = null }, p => p.Margin))
        {
            form["margin"] = Amount(margin, metric.Kind);
        }

        if (metric.Tolerance is { } tolerance && !KindDefaults.SaysNothing(metric, metric with { Tolerance = null }, p => p.Tolerance))
        {
            form["tolerance"] = Amount(tolerance, metric.Kind);
        }
    }

    /// <summary>Guards that are written hold in any case, those of the kind only where there is data enough; so only an empty list can say nothing.</summary>
    private static void Guards(JsonObject form, MetricPolicy metric)
    {
        if (metric.Guards is { } guards && !(guards.Count == 0 && metric.Kind is "points" or "ratio" or "count"))
        {
            form["guards"] = new JsonArray([.. guards.Select(g => g.Q).Distinct().Order().Select(q => JsonValue.Create(q))]);
        }
    }

    /// <summary>A ratio's own unit is the share, so 0.5pp and an absolute 0.005 are the same.</summary>
    private static JsonArray Amount(Allowance amount, string? kind) =>
        new(amount.Relative, amount.Absolute, amount.InPoints && kind != "ratio");
}
