using CanaryJudge.AnalysisServer.Endpoints;
using CanaryJudge.AnalysisServer.Hosting;
using Google.Protobuf.Collections;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Holds a request against the operator's limits, before anything is copied.</summary>
internal static class LimitCheck
{
    /// <summary>Throws at the first limit that the request exceeds.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">The limits.</param>
    /// <exception cref="LimitExceededException">Names the limit and its setting.</exception>
    public static void Require(Wire.EvaluateRequest request, LimitOptions limits) => Require(request.CalculateSize(), request.Series, limits);

    /// <summary>Throws at the first limit that a batch exceeds.</summary>
    /// <param name="request">The batch.</param>
    /// <param name="limits">The limits.</param>
    /// <exception cref="LimitExceededException">Names the limit and its setting.</exception>
    public static void Require(Wire.IngestBatchRequest request, LimitOptions limits) => Require(request.CalculateSize(), request.Series, limits);

    /// <summary>Throws when there is more than allowed.</summary>
    /// <param name="limit">The property of <see cref="LimitOptions"/>.</param>
    /// <param name="found">What there is.</param>
    /// <param name="allowed">What may be.</param>
    /// <param name="subject">What exceeds it.</param>
    /// <param name="noun">What is counted.</param>
    public static void Require(string limit, long found, long allowed, string subject, string noun)
    {
        if (found > allowed)
        {
            throw new LimitExceededException(limit, allowed, $"{subject} has {found:N0} {noun}; at most {allowed:N0} are taken.");
        }
    }

    private static void Require(int bytes, RepeatedField<Wire.Series> series, LimitOptions limits)
    {
        Require(nameof(LimitOptions.MaxMessageBytes), bytes, limits.MaxMessageBytes, "The request", "bytes");
        Require(nameof(LimitOptions.MaxSeriesPerRequest), series.Count, limits.MaxSeriesPerRequest, "The request", "series");
        var metrics = series.Select(s => s.Metric).Distinct(StringComparer.Ordinal).Count();
        Require(nameof(LimitOptions.MaxMetricsPerRequest), metrics, limits.MaxMetricsPerRequest, "The request", "metrics");
        for (var i = 0; i < series.Count; i++)
        {
            Require(nameof(LimitOptions.MaxValuesPerSeries), Values(series[i]), limits.MaxValuesPerSeries, $"series[{i}]", "values");
        }
    }

    private static long Counts(Wire.HistogramRow row) =>
        row.Count.Count + (long)(row.Positive?.BucketCounts.Count ?? 0) + (row.Negative?.BucketCounts.Count ?? 0);

    private static long Values(Wire.Series series) => series.DataCase switch
    {
        Wire.Series.DataOneofCase.Samples => Math.Max(series.Samples.Value.Count, series.Samples.TimeUnixNano.Count),
        Wire.Series.DataOneofCase.Points => Math.Max(series.Points.Value.Count, series.Points.TimeUnixNano.Count),
        Wire.Series.DataOneofCase.Ratios => Math.Max(series.Ratios.Events.Count, series.Ratios.TimeUnixNano.Count),
        Wire.Series.DataOneofCase.Counts => Math.Max(series.Counts.Events.Count, series.Counts.TimeUnixNano.Count),
        Wire.Series.DataOneofCase.Histograms => Math.Max(series.Histograms.Row.Sum(Counts), series.Histograms.TimeUnixNano.Count),
        _ => 0,
    };
}
