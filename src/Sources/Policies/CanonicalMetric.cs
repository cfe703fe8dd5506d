using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies;

/// <summary>One spelling for all rules of a metric that say the same.</summary>
internal static class CanonicalMetric
{
    private static readonly double[] s_usualGuards = [0.9, 0.99];

    /// <summary>The metric with its defaults left out.</summary>
    public static JsonObject Form(MetricPolicy metric)
    {
        var form = new JsonObject { ["name"] = metric.Name, ["direction"] = KindDefaults.DirectionOf(metric).ToString() };
        CanonicalPolicy.Put(form, "kind", metric.Kind, null);
        CanonicalPolicy.Put(form, "measure", metric.Measure is { } m && !IsUsual(metric.Kind, m) ? Text(m) : null, null);
        Guards(form, metric);
        Put(form, "tolerance", metric.Tolerance, UsualTolerance(metric));
        Put(form, "margin", metric.Margin, UsualMargin(metric));
        CanonicalPolicy.Put(form, "critical", metric.Critical, false);
        CanonicalPolicy.Put(form, "muted", metric.Muted, false);
        CanonicalPolicy.Put(form, "weight", metric.Weight, 1);
        CanonicalPolicy.Put(form, "group", metric.Group, "");
        CanonicalPolicy.Put(form, "unit", metric.Unit, null);
        CanonicalPolicy.Put(form, "missing", metric.Missing.ToString(), nameof(Missing.Inconclusive));
        CanonicalPolicy.Put(form, "outliers", metric.Outliers.ToString(), nameof(Outliers.Keep));
        CanonicalPolicy.Put(form, "warmup", metric.Warmup.Ticks, 0);
        CanonicalPolicy.Put(form, "method", metric.Method, "auto");
        CanonicalPolicy.Put(form, "independent", metric.Independent, false);
        CanonicalPolicy.Put(form, "cluster", metric.Cluster, null);
        return form;
    }

    private static bool IsUsual(string? kind, Measure measure) => kind switch
    {
        "samples" or "points" or "histogram" => measure is Measure.Shift,
        "ratio" or "count" => measure is Measure.Rate,
        _ => false,
    };

    private static string Text(Measure measure) => measure is Measure.Quantile quantile ? $"q{quantile.Q:R}" : measure.ToString()!;

    private static void Guards(JsonObject form, MetricPolicy metric)
    {
        if (metric.Guards is not { } guards)
        {
            return;
        }

        double[] usual = metric.Kind is "samples" or "histogram" ? s_usualGuards : [];
        var written = guards.Select(g => g.Q).Distinct().Order().ToArray();
        if (metric.Kind is null || !written.SequenceEqual(usual))
        {
            form["guards"] = new JsonArray([.. written.Select(q => JsonValue.Create(q))]);
        }
    }

    private static void Put(JsonObject form, string key, Allowance? written, Allowance? usual)
    {
        if (written is not null && written != usual)
        {
            form[key] = new JsonArray(written.Relative, written.Absolute, written.InPoints);
        }
    }

    /// <summary>Null where the default depends on the data: an unknown kind, a share whose complement may be judged.</summary>
    private static Allowance? UsualMargin(MetricPolicy metric) => metric.Kind switch
    {
        "count" => KindDefaults.Margin(metric),
        "ratio" when KindDefaults.DirectionOf(metric) != Direction.Either => KindDefaults.Margin(metric),
        not null when KindDefaults.DirectionOf(metric) == Direction.Increase => KindDefaults.Margin(metric),
        _ => null,
    };

    /// <summary>As <see cref="UsualMargin"/>; beside a margin of one's own only where half of it is plainly more.</summary>
    private static Allowance? UsualTolerance(MetricPolicy metric) =>
        UsualMargin(metric) is null ? null
        : metric.Margin is null || metric.Margin == UsualMargin(metric) || metric.Margin is { Relative: >= 0.1, Absolute: null } && !Points(metric)
            ? KindDefaults.Tolerance(metric)
            : null;

    private static bool Points(MetricPolicy metric) => KindDefaults.Tolerance(metric).InPoints;
}
