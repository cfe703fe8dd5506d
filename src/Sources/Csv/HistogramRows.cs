using System.Globalization;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>Turns cumulative bucket counts, one row per interval and bound, into counts per bucket.</summary>
internal static class HistogramRows
{
    /// <summary>Exporters have a few hundred at most; more means that the column holds something else, and would take memory without end.</summary>
    private const int MostBounds = 1000;

    /// <summary>The histogram series; notes counts that fall from one bound to the next.</summary>
    public static SeriesData.Histograms? Build(SeriesRows rows, ProblemLog log)
    {
        double[] bounds = [.. rows.BucketBounds.Distinct().Order()];
        if (bounds.Length > MostBounds)
        {
            Fail($"{bounds.Length:N0} different le, at most {MostBounds:N0} are taken: le is the upper bound of a bucket");
            return null;
        }

        var byTime = new SortedDictionary<long, double[]>();
        for (var i = 0; i < rows.Values.Length; i++)
        {
            if (!byTime.TryGetValue(rows.Times[i], out var cumulative))
            {
                byTime.Add(rows.Times[i], cumulative = new double[bounds.Length]);
                Array.Fill(cumulative, double.NaN);
            }

            ref var cell = ref cumulative[Array.BinarySearch(bounds, rows.BucketBounds[i])];
            if (!double.IsNaN(cell) && !double.IsNaN(rows.Values[i]) && cell != rows.Values[i])
            {
                Fail($"two counts at {At(rows.Times[i])} for le={Text(rows.BucketBounds[i])}: {Text(cell)} and {Text(rows.Values[i])}");
                return null;
            }

            cell = double.IsNaN(rows.Values[i]) ? cell : rows.Values[i];
        }

        foreach (var (time, cumulative) in byTime)
        {
            double before = 0;
            for (var k = 0; k < bounds.Length; k++)
            {
                // A bound without a row adds nothing: exporters leave out buckets that did not change.
                var upTo = double.IsNaN(cumulative[k]) ? before : cumulative[k];
                if (upTo < before)
                {
                    Fail($"at {At(time)} le={Text(bounds[k])} holds {Text(upTo)} after {Text(before)}: counts up to le never fall from one bound to the next");
                    return null;
                }

                cumulative[k] = upTo - before;
                before = upTo;
            }
        }

        return new([.. byTime.Keys], bounds, [.. byTime.Values]);

        void Fail(string message) => log.Add(rows.File, rows.FirstLine, 0, "", $"{rows.Metric}: {message}", fatal: true);
    }

    private static string At(long nanoseconds) => DateTime.UnixEpoch.AddTicks(nanoseconds / 100).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string Text(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
