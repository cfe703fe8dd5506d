using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Csv;

/// <summary>Tells a metric's kind from its columns, the spacing of its times and its name, where the policy does not.</summary>
internal static class KindInference
{
    private const int FewestTimes = 3;

    /// <summary>Times are regular when this share of the gaps equals the median gap.</summary>
    private const double RegularShare = 0.8;

    private static readonly string[] CountedNames = ["_total", "_count", "restarts", "errors"];

    /// <summary>The kind of a metric.</summary>
    /// <param name="series">All its series, both arms.</param>
    public static string Of(IReadOnlyList<SeriesRows> series)
    {
        var full = series.Where(s => s.Values.Count > 0).ToArray();
        return series[0].Policy?.Kind
            ?? (Array.Exists(full, s => s.HasBuckets) ? "histogram"
            : Array.Exists(full, s => s.HasTotals) ? "ratio"
            : full.Length == 0 || !Array.TrueForAll(full, IsRegular) ? "samples"
            : IsCounted(series[0].Metric) && Array.TrueForAll(full, s => s.Values.TrueForAll(v => double.IsNaN(v) || NumberText.IsCount(v))) ? "count"
            : "points");
    }

    /// <summary>What was inferred, in a sentence; null when the policy says it all, or does not name the metric among others.</summary>
    public static string? Sentence(SeriesRows series, string kind, bool isPolicyGiven)
    {
        if (series.Policy?.Kind is not null || (series.Policy is null && isPolicyGiven))
        {
            return null;
        }

        var harm = (series.Policy?.Direction ?? NameHints.Harm(series.Metric)) switch
        {
            Direction.Increase => "rises",
            Direction.Decrease => "falls",
            _ => "changes",
        };
        return $"{series.Metric}: taken as {kind}, harm when it {harm}.";
    }

    private static bool IsCounted(string metric) => Array.Exists(CountedNames, n => n[0] == '_' ? metric.EndsWith(n, StringComparison.OrdinalIgnoreCase) : metric.Contains(n, StringComparison.OrdinalIgnoreCase));

    /// <summary>One value for each of at least three times that are mostly as far apart as the median.</summary>
    private static bool IsRegular(SeriesRows rows)
    {
        if (rows.TimedRows < rows.Values.Count)
        {
            return false;
        }

        var order = Enumerable.Range(0, rows.Times.Count).ToArray();
        long[] times = [.. rows.Times];
        Array.Sort(times, order);
        var gaps = new List<long>(times.Length);
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] > times[i - 1])
            {
                gaps.Add(times[i] - times[i - 1]);
            }
            else if (!rows.Values[order[i]].Equals(rows.Values[order[i - 1]]))
            {
                return false;
            }
        }

        if (gaps.Count < FewestTimes - 1)
        {
            return false;
        }

        gaps.Sort();
        var median = gaps[gaps.Count / 2];
        return gaps.Count(g => g == median) >= RegularShare * gaps.Count;
    }
}
