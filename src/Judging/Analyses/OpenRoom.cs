using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Whether the values of a batch may wait for their bucket to close beside those that wait already.</summary>
internal static class OpenRoom
{
    /// <summary>Refuses a batch after which more values would wait than may.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="run">The analysis.</param>
    /// <param name="metrics">Its metrics.</param>
    /// <param name="most">So many values may wait.</param>
    /// <returns>Null where there is room.</returns>
    public static Admission.OverLimit? Refuse(AnalysisEntry.Batch batch, AnalysisRun run, IReadOnlyDictionary<string, MetricRun> metrics, long most)
    {
        if (run.OpenValues + batch.Series.Sum(Values) <= most)
        {
            return null;
        }

        // Most of it may close at once.
        var newest = Math.Max(run.Newest ?? long.MinValue, batch.Series.Max(Newest));
        var watermark = newest == long.MinValue ? newest : newest - run.Start.Options.Lateness;
        var open = metrics.Values.Sum(m => m.Open?.ValuesAfter(watermark) ?? 0)
            + batch.Series.Sum(s => ValuesAfter(s, watermark, metrics.GetValueOrDefault(s.Metric)?.Open?.Width ?? run.Start.Options.Bucket));
        return open > most
            ? new(nameof(IntakeLimits.MaxOpenValuesPerAnalysis), most, $"{open:N0} values of the analysis would wait for their bucket to close.")
            : null;
    }

    private static long Values(Series series) => series.Data is SeriesData.Samples samples
        ? samples.Count
        : Enumerable.Range(0, series.Data.Count).Sum(row => (long)IntervalRow.Of(series.Data, row).Values);

    private static long Newest(Series series)
    {
        var newest = long.MinValue;
        foreach (var time in series.Data.Times.Span)
        {
            newest = Math.Max(newest, time);
        }

        return newest;
    }

    private static long ValuesAfter(Series series, long watermark, long width)
    {
        long rows = 0;
        foreach (var time in series.Data.Times.Span)
        {
            rows += BucketTime.End(BucketTime.Number(time, width), width) > watermark ? 1 : 0;
        }

        return series.Data.Count == 0 ? 0 : rows * Values(series) / series.Data.Count;
    }
}
