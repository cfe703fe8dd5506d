using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies;

/// <summary>What a policy says that has no part in Kayenta's rules. Warnings, so that one line switches between both judges.</summary>
internal static class KayentaChecks
{
    private static readonly string[] OfPolicy = ["alpha", "beta", "joint", "health"];
    private static readonly string[] OfMetric = ["margin", "guards", "method", "independent", "cluster"];

    /// <summary>Notes what has no part.</summary>
    public static void Run(Policy policy, MapNode map, ProblemList problems)
    {
        foreach (var entry in map.Entries.Where(e => Array.IndexOf(OfPolicy, e.Key) >= 0))
        {
            problems.Warn(entry.KeyPlace, entry.Key, NoPart(entry.Key));
        }

        if (map.Find("decide") is { Value: ScalarNode { Text: "any" } } decide)
        {
            problems.Warn(decide.KeyPlace, "decide", "Kayenta decides by the score alone: decide: any has no part, and 95 passes, 75 is marginal. Write {score: {pass: 95, marginal: 75}}.");
        }

        var items = (map.Find("metrics")?.Value as ListNode)?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            // Metrics that could not be read have shifted none of the others away: both lists have the same length or there are errors.
            if (items[i] is MapNode metric && policy.Metrics is { } metrics && metrics.Count == items.Count)
            {
                Run(metrics[i], metric, $"metrics[{i}]", problems);
            }
        }

        foreach (var group in (policy.Metrics ?? []).Where(m => m.Group.Length > 0).GroupBy(m => m.Group, StringComparer.Ordinal).Where(g => g.Select(m => m.Weight).Distinct().Skip(1).Any()))
        {
            problems.Warn(map.Find("metrics")!.KeyPlace, "metrics", $"the metrics of group {Words.Shown(group.Key)} have different weights, but for Kayenta all metrics of a group count alike.");
        }
    }

    private static void Run(MetricPolicy metric, MapNode map, string path, ProblemList problems)
    {
        foreach (var entry in map.Entries)
        {
            var message = entry.Key switch
            {
                _ when Array.IndexOf(OfMetric, entry.Key) >= 0 => NoPart(entry.Key),
                "measure" when metric.Measure is not (Measure.Shift or Measure.Quantile) || (metric.Measure is Measure.Quantile && metric.Kind is not (null or "histogram")) =>
                    "Kayenta always tests the shift of all values, so measure has no part; of a histogram a quantile says which one each interval gives.",
                "tolerance" when metric.Tolerance is { Absolute: not null } => "Kayenta knows only a relative tolerance (allowedIncrease, allowedDecrease), so the absolute part has no part.",
                "missing" when metric.Missing == Missing.Pass => "for Kayenta no data never passes a metric: it is Nodata.",
                _ => null,
            };
            if (message is not null)
            {
                problems.Warn(entry.KeyPlace, $"{path}.{entry.Key}", message);
            }
        }
    }

    private static string NoPart(string key) => $"{key} has no part in Kayenta's rules.";
}
