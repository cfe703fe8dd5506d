using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>Turns the rows of a metric into series of its kind.</summary>
internal static class SeriesBuilder
{
    /// <summary>One series; notes what its kind does not allow.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="kind">A kind's name.</param>
    /// <param name="log">Takes the mistakes.</param>
    /// <returns>Null with a mistake.</returns>
    public static Series? Build(SeriesRows rows, string kind, ProblemLog log)
    {
        if (rows.TimedRows > 0 && rows.TimedRows < rows.Values.Count)
        {
            Fail("some rows have a timestamp and some have none; give all rows one, or none");
            return null;
        }

        if (kind != "samples" && rows.TimedRows == 0 && rows.Values.Count > 0)
        {
            Fail($"{rows.Metric} is of kind {kind}, which needs timestamps; rows without times can only be samples");
            return null;
        }

        if (kind is "samples" or "points" && (rows.HasTotals || rows.HasBuckets))
        {
            Fail($"{rows.Metric} is of kind {kind}, but its rows have a {(rows.HasTotals ? "total" : "le")}; say kind: {(rows.HasTotals ? "ratio" : "histogram")}, or leave that column out");
            return null;
        }

        SeriesData? data = kind switch
        {
            "samples" => new SeriesData.Samples(rows.TimedRows > 0 ? [.. rows.Times] : [], [.. rows.Values], [.. rows.Clusters]),
            "points" => new SeriesData.Points(null, [.. rows.Times], [.. rows.Values]),
            "ratio" when rows.HasTotals || rows.Values.Count == 0 => new SeriesData.Ratios([.. rows.Times], [.. rows.Values], Padded(rows.Totals, rows.Values.Count, double.NaN)),
            "count" => Count(),
            "histogram" when rows.HasBuckets || rows.Values.Count == 0 => HistogramRows.Build(rows, log),
            _ => null,
        };
        if (data is null && kind is "ratio" or "histogram" && !(rows.HasTotals || rows.HasBuckets))
        {
            Fail(kind == "ratio"
                ? $"{rows.Metric} is of kind ratio, but its rows have no total: add the column total with all events, value being the bad ones"
                : $"{rows.Metric} is of kind histogram, but its rows have no le: add the column le with the buckets' upper bounds");
        }

        return data is null ? null : new(rows.Metric, rows.Arm, rows.Labels, data);

        void Fail(string message) => log.Add(rows.File, rows.FirstLine, 0, "", message, fatal: true);

        SeriesData.Counts? Count()
        {
            var odd = rows.Values.FindIndex(v => !double.IsNaN(v) && !NumberText.IsCount(v));
            if (odd >= 0)
            {
                Fail($"{rows.Metric} is of kind count, but holds {rows.Values[odd].ToString("R", System.Globalization.CultureInfo.InvariantCulture)}: events are whole and not negative");
                return null;
            }

            return new([.. rows.Times], [.. rows.Values], rows.HasTotals ? Padded(rows.Totals, rows.Values.Count, 1) : [.. Enumerable.Repeat(1.0, rows.Values.Count)]);
        }
    }

    private static double[] Padded(List<double> column, int count, double missing) =>
        [.. Enumerable.Range(0, count).Select(i => i < column.Count && !double.IsNaN(column[i]) ? column[i] : missing)];
}
