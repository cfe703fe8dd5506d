using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>Turns cumulative bucket counts, one row per interval and bound, into counts per bucket.</summary>
internal static class HistogramRows
{
    /// <summary>The histogram series; notes counts that fall from one bound to the next.</summary>
    public static SeriesData.Histograms? Build(SeriesRows rows, ProblemLog log)
    {
        double[] bounds = [.. rows.BucketBounds.Where(b => !double.IsNaN(b)).Distinct().Order()];
        var byTime = new SortedDictionary<long, double[]>();
        for (var i = 0; i < rows.Values.Count; i++)
        {
            if (double.IsNaN(rows.BucketBounds[i]))
            {
                Fail("a row has no le");
                return null;
            }

            if (!byTime.TryGetValue(rows.Times[i], out var cumulative))
            {
                byTime.Add(rows.Times[i], cumulative = new double[bounds.Length]);
                Array.Fill(cumulative, double.NaN);
            }

            ref var cell = ref cumulative[Array.BinarySearch(bounds, rows.BucketBounds[i])];
            if (!double.IsNaN(cell) && !cell.Equals(rows.Values[i]))
            {
                Fail($"two counts for one time and le={Text(rows.BucketBounds[i])}: {Text(cell)} and {Text(rows.Values[i])}");
                return null;
            }

            cell = rows.Values[i];
        }

        var counts = new List<double[]>(byTime.Count);
        foreach (var cumulative in byTime.Values)
        {
            var row = new double[bounds.Length];
            double before = 0;
            for (var k = 0; k < bounds.Length; k++)
            {
                // A bound without a row adds nothing: exporters leave out buckets that did not change.
                var upTo = double.IsNaN(cumulative[k]) ? before : cumulative[k];
                if (upTo < before || !NumberText.IsCount(upTo))
                {
                    Fail($"le={Text(bounds[k])} holds {Text(upTo)} after {Text(before)}: counts up to le are whole and never fall from one bound to the next");
                    return null;
                }

                row[k] = upTo - before;
                before = upTo;
            }

            counts.Add(row);
        }

        return new([.. byTime.Keys], bounds, [.. counts]);

        void Fail(string message) => log.Add(rows.File, rows.FirstLine, 0, "", $"{rows.Metric}: {message}", fatal: true);
    }

    private static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
