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
        if (!Fits(rows, kind, log))
        {
            return null;
        }

        SeriesData? data = kind switch
        {
            "samples" => new SeriesData.Samples(rows.Times, rows.Values, rows.Clusters),
            "points" => new SeriesData.Points(null, rows.Times, rows.Values),
            "ratio" => new SeriesData.Ratios(rows.Times, rows.Values, rows.Totals),
            "count" => new SeriesData.Counts(rows.Times, rows.Values, rows.HasTotals ? rows.Totals : Ones(rows.Values.Length)),
            "histogram" => HistogramRows.Build(rows, log),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind"),
        };
        return data is null ? null : new(rows.Metric, rows.Arm, rows.Labels, data);
    }

    /// <summary>Whether the rows are such as their kind has; notes what is not.</summary>
    public static bool Fits(SeriesRows rows, string kind, ProblemLog log)
    {
        if (Problem(rows, kind) is var (line, message))
        {
            log.Add(rows.File, line, 0, "", message, fatal: true);
            return false;
        }

        return true;
    }

    private static (long Line, string Message)? Problem(SeriesRows rows, string kind)
    {
        var metric = rows.Metric;
        return (kind, rows.HasTotals, rows.HasBuckets) switch
        {
            _ when rows.OddTime > 0 => (rows.OddTime, $"{metric}: some rows have a timestamp and some have none; give all rows one, or none"),
            (not "samples", _, _) when rows.Times.Length == 0 => (rows.FirstLine, $"{metric} is of kind {kind}, which needs timestamps; rows without times can only be samples"),
            (_, true, true) => (rows.FirstLine, $"{metric}: its rows have a total and an le; ratios have a total, histograms an le"),
            ("samples" or "points", true, _) => (rows.FirstLine, $"{metric} is of kind {kind}, but its rows have a total; say kind: ratio, or leave that column out"),
            ("ratio", false, _) => (rows.FirstLine, $"{metric} is of kind ratio, but its rows have no total: add the column total with all events, value being the bad ones"),
            ("count", true, _) when rows.OddTotal > 0 => (rows.OddTotal, $"{metric}: some rows have a total, the exposure, and some have none; give all rows one, or none"),
            (not "histogram", _, true) => (rows.FirstLine, $"{metric} is of kind {kind}, but its rows have an le; say kind: histogram, or leave that column out"),
            ("histogram", _, false) => (rows.FirstLine, $"{metric} is of kind histogram, but its rows have no le: add the column le with the buckets' upper bounds"),
            ("histogram", _, true) when rows.OddBound > 0 => (rows.OddBound, $"{metric}: some rows have an le and some have none"),
            _ => null,
        };
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
