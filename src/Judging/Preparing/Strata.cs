using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Preparing;

/// <summary>Joins the series of one metric and arm that differ by labels only.</summary>
internal static class Strata
{
    /// <summary>One series' worth of data; null when there is none.</summary>
    /// <param name="series">Series of one metric and one arm.</param>
    /// <param name="mixed">Whether the kinds or bucket bounds differ, so that they cannot be joined.</param>
    public static SeriesData? Join(IReadOnlyList<Series> series, out bool mixed)
    {
        // In order of labels, so that the order in which series arrive changes nothing.
        SeriesData[] parts = [.. series.OrderBy(s => s.Stratum, StringComparer.Ordinal).Select(s => s.Data)];
        mixed = parts.Select(p => p.Kind).Distinct(StringComparer.Ordinal).Count() > 1;
        if (parts.Length < 2 || mixed)
        {
            return parts.Length == 0 || mixed ? null : parts[0];
        }

        switch (parts[0])
        {
            case SeriesData.Samples:
                var samples = parts.Cast<SeriesData.Samples>().ToArray();
                var timed = Array.TrueForAll(samples, s => s.At.Length == s.Values.Length);
                var keyed = Array.TrueForAll(samples, s => s.Clusters.Length == s.Values.Length);
                return new SeriesData.Samples(timed ? [.. samples.SelectMany(s => s.At)] : [], [.. samples.SelectMany(s => s.Values)], keyed ? [.. samples.SelectMany(s => s.Clusters)] : []);
            case SeriesData.Points:
                var points = parts.Cast<SeriesData.Points>().ToArray();
                return new SeriesData.Points(points[0].Interval, Times(points, out var pointGroups), PerTime(pointGroups, points.SelectMany(p => p.Values).ToArray(), v => v.Average()));
            case SeriesData.Ratios:
                var ratios = parts.Cast<SeriesData.Ratios>().ToArray();
                var ratioTimes = Times(ratios, out var ratioGroups);
                return new SeriesData.Ratios(
                    ratioTimes,
                    PerTime(ratioGroups, ratios.SelectMany(r => r.Events).ToArray(), v => v.Sum()),
                    PerTime(ratioGroups, ratios.SelectMany(r => r.Totals).ToArray(), v => v.Sum()));
            case SeriesData.Counts:
                var counts = parts.Cast<SeriesData.Counts>().ToArray();
                var countTimes = Times(counts, out var countGroups);
                return new SeriesData.Counts(
                    countTimes,
                    PerTime(countGroups, counts.SelectMany(r => r.Events).ToArray(), v => v.Sum()),
                    PerTime(countGroups, counts.SelectMany(r => r.Exposures).ToArray(), v => v.Sum()));
            case SeriesData.Histograms first:
                var histograms = parts.Cast<SeriesData.Histograms>().ToArray();
                mixed = !Array.TrueForAll(histograms, h => h.UpperBounds.AsSpan().SequenceEqual(first.UpperBounds));
                var rows = histograms.SelectMany(h => h.Rows).ToArray();
                return mixed
                    ? null
                    : new SeriesData.Histograms(Times(histograms, out var groups), first.UpperBounds, [.. groups.Select(g => first.UpperBounds.Select((_, b) => g.Sum(i => rows[i][b])).ToArray())]);
            default:
                throw new InvalidOperationException($"No way to join series of kind '{parts[0].Kind}'.");
        }
    }

    /// <summary>The distinct times of all parts and, for each, the positions of its rows in the parts laid end to end.</summary>
    private static long[] Times(IReadOnlyList<SeriesData> parts, out int[][] groups)
    {
        var all = parts.SelectMany(p => p.Times.ToArray()).ToArray();
        var byTime = Enumerable.Range(0, all.Length).GroupBy(i => all[i]).OrderBy(g => g.Key).ToArray();
        groups = [.. byTime.Select(g => g.ToArray())];
        return [.. byTime.Select(g => g.Key)];
    }

    private static double[] PerTime(int[][] groups, double[] values, Func<IEnumerable<double>, double> combine) =>
        [.. groups.Select(g => combine(g.Select(i => values[i])))];
}
