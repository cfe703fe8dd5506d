using System.Runtime.InteropServices;
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
        mixed = false;
        if (series is [var only])
        {
            return only.Data;
        }

        // In order of labels, so that the order in which series arrive changes nothing.
        SeriesData[] parts = [.. series.OrderBy(s => s.Stratum, StringComparer.Ordinal).Select(s => s.Data)];
        mixed = parts.Select(p => p.Kind).Distinct(StringComparer.Ordinal).Count() > 1;
        if (parts.Length == 0 || mixed)
        {
            return null;
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
                double[] values = [.. points.SelectMany(p => p.Values)];
                var pointGroups = ByTime(points, (i, j) => values[i].Equals(values[j]));
                return new SeriesData.Points(points[0].Interval, pointGroups.Times, pointGroups.Combine(values, v => v.Average()));
            case SeriesData.Ratios:
                var ratios = parts.Cast<SeriesData.Ratios>().ToArray();
                double[] bad = [.. ratios.SelectMany(r => r.Events)], all = [.. ratios.SelectMany(r => r.Totals)];
                var ratioGroups = ByTime(ratios, (i, j) => bad[i].Equals(bad[j]) && all[i].Equals(all[j]));
                return new SeriesData.Ratios(ratioGroups.Times, ratioGroups.Combine(bad, v => v.Sum()), ratioGroups.Combine(all, v => v.Sum()));
            case SeriesData.Counts:
                var counts = parts.Cast<SeriesData.Counts>().ToArray();
                double[] events = [.. counts.SelectMany(r => r.Events)], exposures = [.. counts.SelectMany(r => r.Exposures)];
                var countGroups = ByTime(counts, (i, j) => events[i].Equals(events[j]) && exposures[i].Equals(exposures[j]));
                return new SeriesData.Counts(countGroups.Times, countGroups.Combine(events, v => v.Sum()), countGroups.Combine(exposures, v => v.Sum()));
            case SeriesData.Histograms first:
                var histograms = parts.Cast<SeriesData.Histograms>().ToArray();
                mixed = !Array.TrueForAll(histograms, h => h.UpperBounds.AsSpan().SequenceEqual(first.UpperBounds));
                if (mixed)
                {
                    return null;
                }

                double[][] rows = [.. histograms.SelectMany(h => h.Rows)];
                var groups = ByTime(histograms, (i, j) => rows[i].AsSpan().SequenceEqual(rows[j]));
                return new SeriesData.Histograms(groups.Times, first.UpperBounds, [.. groups.Rows.Select(g => first.UpperBounds.Select((_, b) => g.Sum(i => rows[i][b])).ToArray())]) { OfSamples = first.OfSamples };
            default:
                throw new InvalidOperationException($"No way to join series of kind '{parts[0].Kind}'.");
        }
    }

    /// <summary>
    /// Which rows of the parts, laid end to end, make one row together: those of one time, one of each part. A row that a part repeats is
    /// left out; where a part has two different rows for one time, the time is kept twice, so that the conflict is seen later.
    /// </summary>
    private static Groups ByTime(IReadOnlyList<SeriesData> parts, Func<int, int, bool> same)
    {
        var grouped = new SortedDictionary<long, List<List<int>>>();
        var row = 0;
        for (var part = 0; part < parts.Count; part++)
        {
            var seen = new Dictionary<long, List<int>>();
            foreach (var time in parts[part].Times.ToArray())
            {
                var mine = CollectionsMarshal.GetValueRefOrAddDefault(seen, time, out _) ??= [];
                if (!mine.Exists(other => same(other, row)))
                {
                    // The n-th different row of a part for this time goes with the n-th of the others.
                    grouped.TryAdd(time, []);
                    var rows = grouped[time];
                    if (rows.Count == mine.Count)
                    {
                        rows.Add([]);
                    }

                    rows[mine.Count].Add(row);
                    mine.Add(row);
                }

                row++;
            }
        }

        return new([.. grouped.SelectMany(g => g.Value.Select(_ => g.Key))], [.. grouped.SelectMany(g => g.Value.Select(r => r.ToArray()))]);
    }

    /// <summary>Rows to be joined, by time.</summary>
    private sealed record Groups(long[] Times, int[][] Rows)
    {
        public double[] Combine(double[] values, Func<IEnumerable<double>, double> combine) => [.. Rows.Select(g => combine(g.Select(i => values[i])))];
    }
}
