using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Preparing;

/// <summary>Brings all histograms of a metric to the same explicit buckets, so that arms can be compared and strata added up.</summary>
/// <remarks>
/// Buckets that hold values and overlap become one; a bound that lies inside such a bucket of any series is given up, every other one is
/// kept. Counts are only ever added up, so nothing is guessed. Exponential buckets of two scales nest, which leaves the coarser one where
/// both hold values: OTLP's perfect subsetting.
/// </remarks>
internal static class SharedBuckets
{
    /// <summary>More buckets make the search for a shift slow and no finer: every second bound is given up.</summary>
    private const int MostBuckets = 2048;

    /// <summary>More cells of rows and buckets would take the memory of a large machine.</summary>
    private const long MostCells = 50_000_000;

    /// <summary>The series with shared buckets; series of other kinds as they are.</summary>
    /// <param name="series">All series of one metric.</param>
    /// <param name="warnings">Says when buckets were merged.</param>
    /// <returns>Null when the buckets of the two arms have no bound in common.</returns>
    public static IReadOnlyList<Series>? Of(IReadOnlyList<Series> series, List<Warning> warnings)
    {
        SeriesData[] all = [.. series.Select(s => s.Data).Where(IsHistogram)];
        if (all.Length == 0 || IsShared(all))
        {
            return series;
        }

        var tableOf = new Dictionary<SeriesData, BucketTable>(ReferenceEqualityComparer.Instance);
        foreach (var data in all.Where(d => d.Count > 0))
        {
            tableOf[data] = BucketTable.Of(data);
        }

        BucketTable[] tables = [.. tableOf.Values];
        var zeros = new BucketTable.Zeros(tables.Select(t => t.ZeroThreshold).DefaultIfEmpty().Max(), Array.Exists(tables, t => t.IsSigned));
        var cells = tables.SelectMany(t => Enumerable.Range(0, t.Rows).SelectMany(r => t.Cells(r, zeros))).Where(c => c.Count > 0).Select(c => (c.Low, c.High)).ToHashSet();
        var groups = Groups(cells);
        var merged = groups.Count < cells.Count;
        var arms = series.Where(s => IsHistogram(s.Data) && s.Data.Count > 0).Select(s => s.Arm).Distinct().Count();
        if (merged && (groups.Count < 2 || (double.IsNegativeInfinity(groups[0].Low) && groups[0].High > 0)) && arms > 1)
        {
            return null;
        }

        var rows = tables.Sum(t => (long)t.Rows);
        while (groups.Count > MostBuckets || (groups.Count > 1 && groups.Count * rows > MostCells))
        {
            groups = [.. groups.Chunk(2).Select(pair => (pair[0].Low, pair[^1].High))];
            merged = true;
        }

        if (merged)
        {
            warnings.Add(new(WarningCode.BucketsMerged, $"The buckets differ; counts were added up to the {groups.Count:N0} buckets with values that all series have in common."));
        }

        var (bounds, bucketOf) = Bounds(groups);
        return [.. series.Select(s => IsHistogram(s.Data) ? s with { Data = Table(s.Data) } : s)];

        SeriesData.Histograms Table(SeriesData data) => tableOf.TryGetValue(data, out var table)
            ? new(data.Times.ToArray(), bounds, [.. Enumerable.Range(0, table.Rows).Select(r => Row(table, r))])
            : new([], bounds, []);

        double[] Row(BucketTable table, int row)
        {
            var counts = new double[bounds.Length];
            foreach (var (low, _, count) in table.Cells(row, zeros))
            {
                if (double.IsNaN(count))
                {
                    Array.Fill(counts, double.NaN);
                    return counts;
                }

                if (count > 0)
                {
                    counts[bucketOf[GroupOf(groups, low)]] += count;
                }
            }

            return counts;
        }
    }

    private static bool IsHistogram(SeriesData data) => data is SeriesData.Histograms or SeriesData.ExponentialHistograms;

    private static bool IsShared(SeriesData[] histograms) => Array.TrueForAll(
        histograms, h => h is SeriesData.Histograms one && histograms[0] is SeriesData.Histograms first && one.UpperBounds.AsSpan().SequenceEqual(first.UpperBounds));

    /// <summary>What overlapping buckets span together, rising.</summary>
    private static List<(double Low, double High)> Groups(HashSet<(double Low, double High)> cells)
    {
        var groups = new List<(double Low, double High)>();
        foreach (var (low, high) in cells.Order())
        {
            if (groups.Count > 0 && low < groups[^1].High)
            {
                groups[^1] = (groups[^1].Low, Math.Max(groups[^1].High, high));
            }
            else
            {
                groups.Add((low, high));
            }
        }

        return groups;
    }

    /// <summary>Upper bounds that cut out each group, and the bucket of each; where groups do not touch, an empty bucket lies between.</summary>
    private static (double[] Bounds, int[] BucketOf) Bounds(List<(double Low, double High)> groups)
    {
        var bounds = new List<double>();
        var bucketOf = new int[groups.Count];
        for (var g = 0; g < groups.Count; g++)
        {
            // The first bucket begins at 0 when its bound is above 0, else it is open.
            var begun = g == 0 ? double.IsNegativeInfinity(groups[g].Low) || groups[g].Low == 0 : bounds[^1] == groups[g].Low;
            if (!begun)
            {
                bounds.Add(groups[g].Low);
            }

            bucketOf[g] = bounds.Count;
            bounds.Add(groups[g].High);
        }

        return ([.. bounds], bucketOf);
    }

    private static int GroupOf(List<(double Low, double High)> groups, double low)
    {
        int from = 0, end = groups.Count;
        while (from < end)
        {
            var middle = (from + end) / 2;
            (from, end) = groups[middle].Low <= low ? (middle + 1, end) : (from, middle);
        }

        return from - 1;
    }
}
