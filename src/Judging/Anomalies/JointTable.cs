using CanaryJudge.Judging.Preparing;

namespace CanaryJudge.Judging.Anomalies;

/// <summary>The intervals in which every metric of an arm has a value.</summary>
/// <param name="Places">Where each row lies on the clock, rising.</param>
/// <param name="Rows">One value per metric.</param>
/// <param name="Dropped">Intervals in which some metric had none.</param>
/// <param name="Timed">Whether places are Unix nanoseconds rather than positions.</param>
internal sealed record JointTable(long[] Places, double[][] Rows, int Dropped, bool Timed)
{
    /// <summary>When a row was taken; null without times.</summary>
    public DateTimeOffset? Time(int row) => Timed ? Times.Of(Places[row]) : null;

    /// <summary>Joins the metrics of one arm.</summary>
    /// <param name="columns">One timeline per metric, at least one.</param>
    /// <param name="width">The width of an interval.</param>
    public static JointTable Of(IReadOnlyList<Timeline> columns, double width) =>
        columns.All(c => c.Count == columns[0].Count && c.At.AsSpan().SequenceEqual(columns[0].At)) ? Aligned(columns) : Joined(columns, width);

    /// <summary>All metrics have the same times, as those of one exporter do.</summary>
    private static JointTable Aligned(IReadOnlyList<Timeline> columns)
    {
        var first = columns[0];
        var rows = new double[first.Count][];
        var places = new long[first.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            places[i] = first.Place(i);
            rows[i] = new double[columns.Count];
        }

        for (var j = 0; j < columns.Count; j++)
        {
            var values = columns[j].Values;
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i][j] = values[i];
            }
        }

        return new(places, rows, 0, first.At.Length > 0);
    }

    private static JointTable Joined(IReadOnlyList<Timeline> columns, double width)
    {
        if (columns.Any(c => c.Count == 0))
        {
            return new([], [], columns.Max(c => c.Count), false);
        }

        // Half an interval before the first value, so that jitter around the full minute does not move values to the neighbour.
        var origin = columns.Min(c => c.Place(0)) - (width / 2);
        var cells = new SortedDictionary<long, (double[] Sums, int[] Counts)>();
        for (var j = 0; j < columns.Count; j++)
        {
            for (var i = 0; i < columns[j].Count; i++)
            {
                var cell = (long)((columns[j].Place(i) - origin) / width);
                if (!cells.TryGetValue(cell, out var row))
                {
                    cells[cell] = row = (new double[columns.Count], new int[columns.Count]);
                }

                row.Sums[j] += columns[j].Values[i];
                row.Counts[j]++;
            }
        }

        var whole = cells.Where(c => Array.TrueForAll(c.Value.Counts, n => n > 0)).ToArray();
        return new(
            [.. whole.Select(c => (long)(origin + ((c.Key + 0.5) * width)))],
            [.. whole.Select(c => c.Value.Sums.Zip(c.Value.Counts, (sum, n) => sum / n).ToArray())],
            cells.Count - whole.Length,
            columns.All(c => c.At.Length > 0));
    }
}
