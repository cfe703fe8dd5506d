using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;

namespace CanaryJudge.Judging.Anomalies;

/// <summary>Turns a series of any kind into one number per time.</summary>
/// <remarks>Ratios and counts give the interval's rate, histograms a quantile of the interval; an interval without total has no value.</remarks>
internal static class Timelines
{
    /// <summary>One number per time.</summary>
    /// <param name="data">The series; null: none.</param>
    /// <param name="warmup">Values of this first stretch are left out.</param>
    /// <param name="quantile">Of histograms the quantile that stands for an interval.</param>
    public static Timeline Of(SeriesData? data, TimeSpan warmup, double quantile = 0.5) => data switch
    {
        SeriesData.Samples samples => Clean(samples.At, samples.Values, warmup),
        SeriesData.Points points => Clean(points.At, points.Values, warmup),
        SeriesData.Ratios ratios => Clean(ratios.At, Rates(ratios.Events, ratios.Totals), warmup),
        SeriesData.Counts counts => Clean(counts.At, Rates(counts.Events, counts.Exposures), warmup),
        SeriesData.Histograms { UpperBounds.Length: > 0 } histograms => Clean(histograms.At, Quantiles(histograms, quantile), warmup),
        _ => Timeline.Empty,
    };

    /// <summary>The columns themselves when they are clean already, which costs one pass and no memory.</summary>
    private static Timeline Clean(long[] at, double[] values, TimeSpan warmup)
    {
        var clean = warmup == TimeSpan.Zero || at.Length == 0;
        for (var i = 0; clean && i < values.Length; i++)
        {
            clean = Rows.IsUsable(values[i]) && (i == 0 || at.Length == 0 || at[i - 1] <= at[i]);
        }

        return clean ? new(at, values) : Cleaned(at, values, warmup);
    }

    private static Timeline Cleaned(long[] at, double[] values, TimeSpan warmup)
    {
        var start = Times.Window(at)?.From ?? 0;
        var keep = Enumerable.Range(0, values.Length).Where(i => Rows.IsUsable(values[i]) && (at.Length == 0 || at[i] - start >= warmup.Ticks * 100));

        // The row number breaks ties, so the order is the same on every machine.
        int[] rows = at.Length == 0 ? [.. keep] : [.. keep.OrderBy(i => at[i]).ThenBy(i => i)];
        return new(at.Length == 0 ? [] : [.. rows.Select(i => at[i])], [.. rows.Select(i => values[i])]);
    }

    private static double[] Rates(double[] events, double[] totals)
    {
        var rates = new double[events.Length];
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = totals[i] > 0 ? events[i] / totals[i] : double.NaN;
        }

        return rates;
    }

    private static double[] Quantiles(SeriesData.Histograms histograms, double quantile)
    {
        double[] edges = [BucketArms.FirstEdge(histograms.UpperBounds), .. histograms.UpperBounds];
        return Array.ConvertAll(histograms.Rows, row => new Buckets(edges, row) is { Total: > 0 } buckets ? buckets.Quantile(quantile) : double.NaN);
    }
}
