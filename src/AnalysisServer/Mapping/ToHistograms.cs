using CanaryJudge.Judging.Model;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Turns counts in explicit buckets into the model's.</summary>
internal static class ToHistograms
{
    /// <summary>Reads the bounds and every row.</summary>
    /// <param name="data">As received.</param>
    /// <param name="columns">Collects what is wrong.</param>
    /// <returns>The histograms, as they are.</returns>
    public static SeriesData.Histograms Read(Wire.Histograms data, Columns columns)
    {
        var times = columns.IntervalTimes(data.TimeUnixNano, data.Row.Count, "row");
        var bounds = Bounds(data, columns);
        var rows = new double[data.Row.Count][];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = data.Row[i];
            if (row.Count.Count != bounds.Length)
            {
                columns.Add("row", i, $"{row.Count.Count:N0} counts for {bounds.Length:N0} upper bounds: every row has one count per bound.");
            }

            if (row.Positive is not null || row.Negative is not null || row.ZeroCount > 0 || row.HasScale)
            {
                columns.Add("row", i, "Exponential buckets need the scale of the histograms; explicit ones have only count.");
            }

            rows[i] = columns.Whole($"row[{i}].count", row.Count);
        }

        return new(times, bounds, rows) { OfSamples = data.OfSamples };
    }

    private static double[] Bounds(Wire.Histograms data, Columns columns)
    {
        var bounds = Columns.Copy(data.UpperBound);
        if (bounds.Length == 0 && data.Row.Count > 0)
        {
            columns.Add("upper_bound", null, "The upper bounds are missing; the last may be infinity. Exponential buckets have a scale instead.");
        }

        for (var i = 0; i < bounds.Length; i++)
        {
            if (double.IsNaN(bounds[i]) || double.IsNegativeInfinity(bounds[i]))
            {
                columns.Add("upper_bound", i, $"The upper bound is {bounds[i]}; it must be a number, the last may be infinity.");
            }
            else if (i > 0 && bounds[i] <= bounds[i - 1])
            {
                columns.Add("upper_bound", i, $"{bounds[i]} comes after {bounds[i - 1]}; upper bounds rise.");
            }
        }

        return bounds;
    }
}
