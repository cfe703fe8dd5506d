using System.Globalization;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>Turns cumulative bucket counts, one row per interval and bound, into counts per bucket.</summary>
internal static class HistogramRows
{
    /// <summary>Exporters have a few hundred at most; more means that the column holds something else, and would take memory without end.</summary>
    private const int MostBounds = 1000;

    /// <summary>The histogram series; notes the first time whose counts cannot be.</summary>
    public static SeriesData.Histograms? Build(SeriesRows rows, ProblemLog log)
    {
        double[] bounds = [.. rows.BucketBounds.Distinct().Order()];
        if (bounds.Length > MostBounds)
        {
            log.Add(rows.File, rows.FirstLine, 0, "", $"{rows.Metric}: {bounds.Length:N0} different le, at most {MostBounds:N0} are taken: le is the upper bound of a bucket", fatal: true);
            return null;
        }

        // Rows of a time stand together, and their bounds rise.
        var order = Enumerable.Range(0, rows.Values.Length).ToArray();
        Array.Sort(order, (a, b) => (rows.Times[a], rows.BucketBounds[a], a).CompareTo((rows.Times[b], rows.BucketBounds[b], b)));
        var (times, counts) = (new List<long>(), new List<double[]>());
        for (int from = 0, to; from < order.Length; from = to)
        {
            var time = rows.Times[order[from]];
            to = from + 1;
            while (to < order.Length && rows.Times[order[to]] == time)
            {
                to++;
            }

            var interval = order.AsSpan(from, to - from);
            if (Problem(rows, interval, bounds) is var (row, message))
            {
                log.Add(rows.File, rows.Lines[row], 0, "", $"{rows.Metric}: {message}", fatal: true);
                return null;
            }

            times.Add(time);
            counts.Add(Counts(rows, interval, bounds.Length));
        }

        return new([.. times], bounds, [.. counts]);
    }

    /// <summary>What is wrong with the rows of one time; null: nothing.</summary>
    private static (int Row, string Message)? Problem(SeriesRows rows, ReadOnlySpan<int> interval, double[] bounds)
    {
        var at = At(rows.Times[interval[0]]);
        double before = 0;
        var next = 0;
        for (var i = 0; i < interval.Length; i++)
        {
            var (row, bound, value) = (interval[i], rows.BucketBounds[interval[i]], rows.Values[interval[i]]);
            if (IsRepeated(rows, interval, i))
            {
                if (!value.Equals(rows.Values[interval[i - 1]]))
                {
                    return (row, $"two counts at {at} for le={Text(bound)}: {Text(rows.Values[interval[i - 1]])} in line {rows.Lines[interval[i - 1]]} and {Text(value)}");
                }

                continue;
            }

            // Its count would be taken for one of the next bucket, and the values for larger ones.
            if (bound != bounds[next++])
            {
                return (row, Missing(bounds[next - 1], at));
            }

            if (value < before)
            {
                return (row, $"at {at} le={Text(bound)} holds {Text(value)} after {Text(before)}: counts up to le never fall from one bound to the next");
            }

            before = double.IsNaN(value) ? before : value;
        }

        return next < bounds.Length ? (interval[^1], Missing(bounds[next], at)) : null;
    }

    /// <summary>Counts per bucket; all are missing where one is.</summary>
    private static double[] Counts(SeriesRows rows, ReadOnlySpan<int> interval, int length)
    {
        var counts = new double[length];
        double before = 0;
        var next = 0;
        for (var i = 0; i < interval.Length; i++)
        {
            if (!IsRepeated(rows, interval, i))
            {
                counts[next++] = rows.Values[interval[i]] - before;
                before = rows.Values[interval[i]];
            }
        }

        if (Array.Exists(counts, double.IsNaN))
        {
            Array.Fill(counts, double.NaN);
        }

        return counts;
    }

    private static bool IsRepeated(SeriesRows rows, ReadOnlySpan<int> interval, int i) => i > 0 && rows.BucketBounds[interval[i]] == rows.BucketBounds[interval[i - 1]];

    private static string Missing(double bound, string at) => $"at {at} le={Text(bound)} is missing, which other times have";

    private static string At(long nanoseconds) => DateTime.UnixEpoch.AddTicks(nanoseconds / 100).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string Text(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
