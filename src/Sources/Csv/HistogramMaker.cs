using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>Turns counts up to <c>le</c>, as Prometheus exports them, into counts per bucket.</summary>
internal sealed class HistogramMaker(MetricBuffer metric, SeriesBuffer buffer, int rowCount, DataProblems problems)
{
    private readonly long[] _lines = buffer.TakeLines(rowCount);
    private readonly double[] _bounds = buffer.TakeBounds(rowCount);
    private bool _isBad;

    /// <summary>The histogram; null, with problems, when the rows make none.</summary>
    public SeriesData.Histograms? Make(long[] times, double[] counts)
    {
        var bounds = _bounds.Where(b => !double.IsNaN(b)).Distinct().Order().ToArray();

        // The time's first row keeps its place, so that what is out of order stays so and is told.
        var intervals = Enumerable.Range(0, counts.Length).GroupBy(i => times[i]).ToArray();
        double[][] rows = [.. intervals.Select(g => Row([.. g], bounds, counts))];
        return _isBad ? null : new([.. intervals.Select(g => g.Key)], bounds, rows);
    }

    private double[] Row(int[] rows, double[] bounds, double[] counts)
    {
        var at = new int[bounds.Length];
        Array.Fill(at, -1);
        foreach (var row in rows)
        {
            var bucket = Array.BinarySearch(bounds, _bounds[row]);
            if (at[bucket] >= 0 && !counts[at[bucket]].Equals(counts[row]))
            {
                Bad(row, $"{metric.Name} has another count for le {Text(_bounds[row])} at this time, on line {_lines[at[bucket]]}.");
            }

            at[bucket] = at[bucket] < 0 ? row : at[bucket];
        }

        var missing = Array.IndexOf(at, -1);
        if (missing >= 0)
        {
            Bad(rows[0], $"{metric.Name} has no count for le {Text(bounds[missing])} at this time; every interval needs all buckets.");
            return [];
        }

        return Differences(at, bounds, counts);
    }

    private double[] Differences(int[] at, double[] bounds, double[] counts)
    {
        var row = new double[at.Length];
        for (var i = 0; i < at.Length; i++)
        {
            row[i] = counts[at[i]] - (i > 0 ? counts[at[i - 1]] : 0);
            if (row[i] < 0)
            {
                Bad(at[i], $"{metric.Name} counts {counts[at[i]]} up to le {Text(bounds[i])}, fewer than the {counts[at[i - 1]]} up to le {Text(bounds[i - 1])}; counts must include those of smaller bounds.");
                return row;
            }
        }

        return row;
    }

    /// <summary>As Prometheus spells it.</summary>
    private static string Text(double bound) => double.IsPositiveInfinity(bound) ? "+Inf" : $"{bound}";

    private void Bad(int row, string message)
    {
        _isBad = true;
        problems.Refuse(new(buffer.File, _lines[row], 0, "", message));
    }
}
