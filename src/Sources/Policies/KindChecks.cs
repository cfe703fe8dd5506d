using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;

namespace CanaryJudge.Sources.Policies;

/// <summary>What a metric's kind rules out.</summary>
internal static class KindChecks
{
    /// <summary>A test that is not of the measure, and keys that mean nothing for the stated kind.</summary>
    public static IEnumerable<(string Key, string Message)> Errors(MetricPolicy metric)
    {
        if (metric.Measure is { } wanted && TestMethods.Misfit(metric.Method, wanted) is { } misfit)
        {
            yield return ("method", misfit);
        }

        if (metric.Kind is not { } name || !MetricKinds.All.TryFind(name, out var kind))
        {
            yield break;
        }

        var isKind = $"this metric's kind is {name}.";
        if (metric.Independent && name is not ("ratio" or "count"))
        {
            yield return ("independent", $"independent is for ratios and counts; {isKind}");
        }

        if (metric.Cluster is not null && name != "samples")
        {
            yield return ("cluster", $"cluster is for samples; {isKind}");
        }

        if (metric.Measure is { } measure && !kind.Measures.Contains(measure is Measure.Quantile ? "quantile" : measure.ToString()!, StringComparer.Ordinal))
        {
            yield return ("measure", $"measure {measure} is not for the kind {name}. Known: {string.Join(", ", kind.Measures.Select(Spelled))}.");
        }

        if (metric.Guards is { Count: > 0 } && name is not ("samples" or "histogram"))
        {
            yield return ("guards", $"guards are for samples and histograms; {isKind}");
        }

        if (metric.Method != TestMethods.Auto && name != "samples")
        {
            yield return ("method", $"method {metric.Method} is for samples; {isKind}");
        }
    }

    private static string Spelled(string measure) => measure == "quantile" ? "a quantile such as p99" : measure;
}
