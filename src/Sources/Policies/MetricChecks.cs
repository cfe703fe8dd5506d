using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies;

/// <summary>What no single key can say of a metric: keys that contradict each other.</summary>
internal static class MetricChecks
{
    /// <summary>Notes all contradictions.</summary>
    public static void Run(MetricPolicy metric, MapNode map, string path, ProblemList problems)
    {
        void Refuse(string key, string message) => problems.Error(map.Find(key)!.KeyPlace, $"{path}.{key}", message);

        foreach (var (key, message) in Allowances(metric).Concat(Kinds(metric)))
        {
            Refuse(key, message);
        }

        if (metric is { Direction: Direction.Decrease, Margin: { Relative: >= 1, Absolute: null } margin })
        {
            var text = AllowanceText.Of(margin);
            problems.Warn(map.Find("margin")!.KeyPlace, $"{path}.margin", $"a value cannot fall by more than 100%, so a margin of {text} lets every fall through.");
        }
    }

    private static IEnumerable<(string Key, string Message)> Allowances(MetricPolicy metric)
    {
        var (tolerance, margin) = (metric.Tolerance, metric.Margin);
        if (margin is not null && margin.Relative is null or 0 && margin.Absolute is null or 0)
        {
            yield return ("margin", "a margin of nothing can never be ruled out; write at least 1% or an absolute amount.");
            yield break;
        }

        if (tolerance is null)
        {
            yield break;
        }

        var against = margin ?? KindDefaults.Margin(metric) ?? Allowance.None;
        if (tolerance.Relative > against.Relative)
        {
            yield return ("tolerance", Above(new(tolerance.Relative, null), new(against.Relative, null), margin is null));
        }

        // A ratio's own unit is the share, so points and an absolute amount are the same there.
        if (tolerance.Absolute > against.Absolute && (metric.Kind == "ratio" || tolerance.InPoints == against.InPoints))
        {
            yield return ("tolerance", Above(tolerance with { Relative = null }, against with { Relative = null }, margin is null));
        }
    }

    private static string Above(Allowance tolerance, Allowance margin, bool isDefault) =>
        $"tolerance {AllowanceText.Of(tolerance)} is above the {(isDefault ? "default " : "")}margin of {AllowanceText.Of(margin)}.";

    private static IEnumerable<(string Key, string Message)> Kinds(MetricPolicy metric)
    {
        if (metric.Kind is null)
        {
            yield break;
        }

        var events = metric.Kind is "ratio" or "count";
        if (metric.Independent && !events)
        {
            yield return ("independent", $"independent is for ratios and counts; this metric's kind is {metric.Kind}.");
        }

        if (metric.Cluster is not null && metric.Kind != "samples")
        {
            yield return ("cluster", $"cluster is for samples; this metric's kind is {metric.Kind}.");
        }

        if (metric.Measure is { } measure && events != measure is Measure.Rate)
        {
            yield return ("measure", $"measure {measure} is not for the kind {metric.Kind}. Known: {(events ? "rate" : "shift, mean, p99")}.");
        }

        if (metric.Guards is { Count: > 0 } && metric.Kind is not ("samples" or "histogram"))
        {
            yield return ("guards", $"guards are for samples and histograms; this metric's kind is {metric.Kind}.");
        }

        if (metric.Method != "auto" && metric.Kind != "samples")
        {
            yield return ("method", $"method {metric.Method} is for samples; this metric's kind is {metric.Kind}.");
        }

        foreach (var (key, allowance) in new[] { ("tolerance", metric.Tolerance), ("margin", metric.Margin) })
        {
            if (allowance is { InPoints: true } && metric.Kind == "count")
            {
                yield return (key, $"{AllowanceText.Of(allowance)} is points of a share, and a count is none. Write 50% or {{absolute: 2}}.");
            }
        }
    }
}
