using CanaryJudge.Judging.Config;
using CanaryJudge.Sources.Policies.Shapes;

namespace CanaryJudge.Sources.Policies;

/// <summary>What a metric's tolerance and margin must be to each other, and to its kind and unit.</summary>
internal static class AllowanceChecks
{
    /// <summary>Amounts of harm that cannot be judged.</summary>
    public static IEnumerable<(string Key, string Message)> Errors(MetricPolicy metric, ReadMap map)
    {
        foreach (var (key, allowance) in Written(metric))
        {
            if (allowance.InPoints && metric.Kind == "count")
            {
                yield return (key, $"{Points(allowance)} is points of a share, and a count is none. Write 50% or {{absolute: 2}}.");
            }
        }

        if (metric.Margin is { Relative: null or 0, Absolute: null or 0 })
        {
            yield return ("margin", "a margin of nothing can never be ruled out; write at least 1% or an absolute amount.");
        }
        else if (metric.Tolerance is { } tolerance && !map.IsMisread("margin"))
        {
            foreach (var message in Above(tolerance, metric))
            {
                yield return ("tolerance", message);
            }
        }
    }

    /// <summary>Amounts of harm that are probably meant otherwise.</summary>
    public static IEnumerable<(string Key, string Message)> Warnings(MetricPolicy metric)
    {
        if (metric is { Direction: Direction.Decrease, Margin: { Relative: >= 1, Absolute: null } margin })
        {
            yield return ("margin", $"a value cannot fall by more than 100%, so a margin of {AllowanceText.Of(margin)} lets every fall through.");
        }

        var unit = metric.Unit ?? NameHints.Unit(metric.Name);
        if (metric.Kind is "ratio" or "count" || unit is "" or "%" or "1")
        {
            yield break;
        }

        foreach (var (key, allowance) in Written(metric))
        {
            if (allowance.InPoints)
            {
                yield return (key, $"{Points(allowance)} is points of a share, and {Words.Shown(metric.Name)} is in {Words.Shown(unit)}. Write 5% or {{absolute: 20}}.");
            }
        }
    }

    /// <summary>Where the tolerance exceeds the margin, part by part: those written, else those of the kind's default.</summary>
    private static IEnumerable<string> Above(Allowance tolerance, MetricPolicy metric)
    {
        var margin = metric.Margin ?? KindDefaults.Margin(metric) ?? Allowance.None;
        var usual = metric.Margin is null ? "default " : "";
        if (tolerance.Relative > margin.Relative)
        {
            yield return $"tolerance {AllowanceText.Of(new(tolerance.Relative, null))} is above the {usual}margin of {AllowanceText.Of(new(margin.Relative, null))}.";
        }

        // A ratio's own unit is the share, so points and an absolute amount are the same there.
        if (tolerance.Absolute > margin.Absolute && (metric.Kind == "ratio" || tolerance.InPoints == margin.InPoints))
        {
            yield return $"tolerance {AllowanceText.Of(tolerance with { Relative = null })} is above the {usual}margin of {AllowanceText.Of(margin with { Relative = null })}.";
        }
    }

    private static IEnumerable<(string Key, Allowance Allowance)> Written(MetricPolicy metric)
    {
        if (metric.Tolerance is { } tolerance)
        {
            yield return ("tolerance", tolerance);
        }

        if (metric.Margin is { } margin)
        {
            yield return ("margin", margin);
        }
    }

    private static string Points(Allowance allowance) => AllowanceText.Of(allowance with { Relative = null });
}
