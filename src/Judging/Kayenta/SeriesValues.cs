using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>The list of numbers that a metrics store would give Kayenta for a series.</summary>
/// <remarks>
/// Samples: each observation. Points: each value. Ratio and count: events per total or exposure of each interval, NaN where that is 0.
/// Histogram: a quantile of each interval, linear inside its bucket, as Prometheus' histogram_quantile. In order of time, the warm-up left
/// out, equal rows of one time once. Nothing else is dropped: what to do with NaN and outliers is Kayenta's to say.
/// </remarks>
internal static class SeriesValues
{
    /// <summary>Both arms of one pair.</summary>
    /// <param name="policy">For the warm-up, and the quantile that histograms are judged by: the measure, else the median.</param>
    /// <param name="fill">Whether an interval that only the other arm has is a NaN; else it is nothing.</param>
    /// <param name="baseline">The baseline's data; null: none.</param>
    /// <param name="canary">The canary's data; null: none.</param>
    public static (double[] Baseline, double[] Canary) Of(MetricPolicy policy, bool fill, SeriesData? baseline, SeriesData? canary)
    {
        Column b = Read(policy, baseline), c = Read(policy, canary);
        if (!fill || b.At.Length == 0 || c.At.Length == 0 || Times.Differ(Times.Window(b.At), Times.Window(c.At)))
        {
            return (b.Values, c.Values);
        }

        var width = Math.Max(1, Math.Max(Times.UsualGap(b.At), Times.UsualGap(c.At)));
        var origin = Math.Min(b.At[0], c.At[0]) - (width / 2);
        long[] bIntervals = Intervals(b), cIntervals = Intervals(c);
        return (Filled(b, bIntervals, cIntervals), Filled(c, cIntervals, bIntervals));

        long[] Intervals(Column column) => Grid.Means(column.At, column.Values, origin, width).Buckets;
    }

    private static double[] Filled(Column own, long[] intervals, long[] others) =>
        [.. own.Values, .. Enumerable.Repeat(double.NaN, others.Except(intervals).Count())];

    private static Column Read(MetricPolicy policy, SeriesData? data)
    {
        if (data is null)
        {
            return new([], []);
        }

        var values = Values(policy, data);
        var times = data.Times.ToArray();
        if (times.Length == 0)
        {
            return new([], values);
        }

        // The sort is stable, so that the order is the same on every machine.
        int[] order = [.. Enumerable.Range(0, times.Length).OrderBy(i => times[i])];
        var kept = new List<int>(order.Length);
        foreach (var row in order)
        {
            var isRepeated = data is not SeriesData.Samples && kept.Count > 0 && times[kept[^1]] == times[row] && values[kept[^1]].Equals(values[row]);
            if (times[row] - times[order[0]] >= policy.Warmup.Ticks * 100 && !isRepeated)
            {
                kept.Add(row);
            }
        }

        return new([.. kept.Select(i => times[i])], [.. kept.Select(i => values[i])]);
    }

    private static double[] Values(MetricPolicy policy, SeriesData data) => data switch
    {
        SeriesData.Samples samples => samples.Values,
        SeriesData.Points points => points.Values,
        SeriesData.Ratios ratios => Shares(ratios.Events, ratios.Totals),
        SeriesData.Counts counts => Shares(counts.Events, counts.Exposures),
        SeriesData.Histograms histograms => Quantiles(histograms, (policy.Measure as Measure.Quantile)?.Q ?? 0.5),
        _ => throw new InvalidOperationException($"No way to list the values of kind '{data.Kind}'."),
    };

    private static double[] Shares(double[] events, double[] totals) => [.. events.Zip(totals, (e, t) => t > 0 ? e / t : double.NaN)];

    private static double[] Quantiles(SeriesData.Histograms data, double q)
    {
        double[] edges = [BucketArms.FirstEdge(data.UpperBounds), .. data.UpperBounds];
        return
        [
            .. data.Rows.Select(counts =>
            {
                var buckets = new Buckets(edges, counts);
                return buckets.Total > 0 ? buckets.Quantile(q) : double.NaN;
            }),
        ];
    }

    /// <summary>Values with their times, which are empty where there is only an order.</summary>
    private readonly record struct Column(long[] At, double[] Values);
}
