using CanaryJudge.Judging.Model;
using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Turns data read on the caller's side into the contract's series.</summary>
public static class ToRequest
{
    /// <summary>All series of a snapshot.</summary>
    /// <param name="snapshot">The data; its warnings stay with the caller.</param>
    public static IEnumerable<Wire.Series> Series(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot.Series.Select(One);
    }

    private static Wire.Series One(Series series)
    {
        var wire = new Wire.Series
        {
            Metric = series.Metric,
            Arm = series.Arm == Arm.Baseline ? Wire.Series.Types.Arm.Baseline : Wire.Series.Types.Arm.Canary,
        };
        wire.Labels.Add(series.Labels.ToDictionary(l => l.Key, l => l.Value, StringComparer.Ordinal));
        switch (series.Data)
        {
            case SeriesData.Samples samples:
                wire.Samples = new() { TimeUnixNano = { samples.At }, Value = { samples.Values }, Cluster = { samples.Clusters } };
                break;
            case SeriesData.Points points:
                wire.Points = new() { Interval = points.Interval?.ToDuration(), TimeUnixNano = { points.At }, Value = { points.Values } };
                break;
            case SeriesData.Ratios ratios:
                wire.Ratios = new() { TimeUnixNano = { ratios.At }, Events = { Whole(ratios.Events) }, Total = { Whole(ratios.Totals) } };
                break;
            case SeriesData.Counts counts:
                wire.Counts = new() { TimeUnixNano = { counts.At }, Events = { Whole(counts.Events) }, Exposure = { counts.Exposures } };
                break;
            case SeriesData.Histograms histograms:
                wire.Histograms = new() { TimeUnixNano = { histograms.At }, UpperBound = { histograms.UpperBounds }, OfSamples = histograms.OfSamples };
                wire.Histograms.Row.AddRange(histograms.Rows.Select(r => new Wire.HistogramRow { Count = { Whole(r) } }));
                break;
            case SeriesData.ExponentialHistograms histograms:
                // Every row says its own scale; that of all rows only marks the buckets as exponential.
                wire.Histograms = new() { TimeUnixNano = { histograms.At }, Scale = 0 };
                wire.Histograms.Row.AddRange(histograms.Rows.Select(Exponential));
                break;
            default:
                throw new ArgumentException($"Data of kind '{series.Data.Kind}' have no form on the wire.", nameof(series));
        }

        return wire;
    }

    private static Wire.HistogramRow Exponential(ExponentialRow row) => new()
    {
        Scale = row.Scale,
        Positive = new() { Offset = row.Positive.Offset, BucketCounts = { Whole(row.Positive.Counts) } },
        Negative = new() { Offset = row.Negative.Offset, BucketCounts = { Whole(row.Negative.Counts) } },
        ZeroCount = (ulong)row.ZeroCount,
        ZeroThreshold = row.ZeroThreshold,
    };

    private static IEnumerable<ulong> Whole(double[] counts) => counts.Select(c => (ulong)c);
}
