using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Effects;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Turns counts in exponential buckets into the model's.</summary>
internal static class ToExponentialHistograms
{
    /// <summary>Reads the scale and every row.</summary>
    /// <param name="data">As received, with a scale.</param>
    /// <param name="columns">Collects what is wrong.</param>
    /// <returns>The histograms, as they are.</returns>
    public static SeriesData.ExponentialHistograms Read(Wire.Histograms data, Columns columns)
    {
        var times = columns.IntervalTimes(data.TimeUnixNano, data.Row.Count, "row");
        if (data.UpperBound.Count > 0)
        {
            columns.Add("upper_bound", null, "There is a scale too: buckets are explicit or exponential, not both.");
        }

        var scale = Scale("scale", data.Scale, columns);
        var rows = new ExponentialRow[data.Row.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Row(data.Row[i], i, scale, columns);
        }

        return new(times, rows);
    }

    private static ExponentialRow Row(Wire.HistogramRow row, int i, int scale, Columns columns)
    {
        if (row.Count.Count > 0)
        {
            columns.Add($"row[{i}].count", null, "The buckets are exponential: their counts stand in positive, negative and zero_count.");
        }

        if (row.ZeroCount > Columns.LargestWhole)
        {
            columns.Add($"row[{i}].zero_count", null, $"{row.ZeroCount} is too large; the largest exact count is {Columns.LargestWhole:F0}.");
        }

        if (!(row.ZeroThreshold >= 0 && double.IsFinite(row.ZeroThreshold)))
        {
            columns.Add($"row[{i}].zero_threshold", null, $"The zero threshold is {row.ZeroThreshold}; it must be a finite number, at least 0.");
        }

        var own = row.HasScale ? Scale($"row[{i}].scale", row.Scale, columns) : scale;
        return new(own, Counts(row.Positive, $"row[{i}].positive", own, columns), Counts(row.Negative, $"row[{i}].negative", own, columns), row.ZeroCount, row.ZeroThreshold);
    }

    private static ExponentialCounts Counts(Wire.ExponentialBuckets? buckets, string path, int scale, Columns columns)
    {
        if (buckets is null)
        {
            return ExponentialCounts.None;
        }

        var counts = columns.Whole($"{path}.bucket_counts", buckets.BucketCounts);
        for (var k = 0; k < counts.Length; k++)
        {
            var index = (long)buckets.Offset + k;
            if (counts[k] > 0 && (double.IsInfinity(ExponentialBuckets.Edge(scale, index)) || ExponentialBuckets.Edge(scale, index + 1) == 0))
            {
                columns.Add($"{path}.bucket_counts", k, $"Bucket {index} at scale {scale} lies beyond the numbers that a double holds; check offset and scale.");
            }
        }

        return new(buckets.Offset, counts);
    }

    /// <summary>A scale inside the range; a wrong one is noted, and 0 stands in for it.</summary>
    private static int Scale(string path, int scale, Columns columns)
    {
        if (scale is >= ExponentialBuckets.LowestScale and <= ExponentialBuckets.HighestScale)
        {
            return scale;
        }

        columns.Add(path, null, $"The scale is {scale}; it must lie between {ExponentialBuckets.LowestScale} and {ExponentialBuckets.HighestScale}.");
        return 0;
    }
}
