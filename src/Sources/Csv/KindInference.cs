using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

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
    public static string Of(IReadOnlyList<SeriesRows> series) =>
        series[0].Policy?.Kind
            ?? (series.Any(s => s.HasBuckets) ? "histogram"
            : series.Any(s => s.HasTotals) ? "ratio"
            : !IsRegular(series, Arm.Baseline) && !IsRegular(series, Arm.Canary) ? "samples"
            : IsCounted(series[0].Metric) && series.All(s => Array.TrueForAll(s.Values, v => double.IsNaN(v) || NumberText.IsCount(v))) ? "count"
            : "points");

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

    /// <summary>Whether most of an arm's rows are in regular series. One such arm is enough: the other may have begun late, or have gaps.</summary>
    private static bool IsRegular(IReadOnlyList<SeriesRows> series, Arm arm)
    {
        SeriesRows[] ofArm = [.. series.Where(s => s.Arm == arm)];
        return ofArm.Where(IsRegular).Sum(s => (long)s.Values.Length) * 2 > ofArm.Sum(s => (long)s.Values.Length);
    }

    /// <summary>One value for each of at least three times that are mostly as far apart as the median.</summary>
    private static bool IsRegular(SeriesRows rows)
    {
        var (times, values) = InOrder(rows);
        if (times.Length < FewestTimes)
        {
            return false;
        }

        // A gap with four fifths of the votes has the majority, and is the median: no sorting.
        long candidate = 0, votes = 0, gaps = 0;
        for (var i = 1; i < times.Length; i++)
        {
            var gap = times[i] - times[i - 1];
            if (gap > 0)
            {
                gaps++;
                candidate = votes == 0 ? gap : candidate;
                votes += gap == candidate ? 1 : -1;
            }
            else if (!values[i].Equals(values[i - 1]))
            {
                return false;
            }
        }

        long same = 0;
        for (var i = 1; i < times.Length; i++)
        {
            same += times[i] - times[i - 1] == candidate ? 1 : 0;
        }

        return gaps >= FewestTimes - 1 && same >= RegularShare * gaps;
    }

    private static (long[] Times, double[] Values) InOrder(SeriesRows rows)
    {
        for (var i = 1; i < rows.Times.Length; i++)
        {
            if (rows.Times[i] < rows.Times[i - 1])
            {
                long[] times = [.. rows.Times];
                double[] values = [.. rows.Values.AsSpan(0, times.Length)];
                Array.Sort(times, values);
                return (times, values);
            }
        }

        return (rows.Times, rows.Values);
    }
}
