using CanaryJudge.Judging.Model;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Turns the columns of one series into the model's, by kind.</summary>
internal static class ToSeriesData
{
    /// <summary>Reads whichever data the series has.</summary>
    /// <param name="series">As received.</param>
    /// <param name="path">The series' path: <c>series[3]</c>.</param>
    /// <param name="violations">Collects what is wrong.</param>
    /// <returns>The data; null when the series has none.</returns>
    public static SeriesData? Read(Wire.Series series, string path, Violations violations) => series.DataCase switch
    {
        Wire.Series.DataOneofCase.Samples => Samples(series.Samples, new(violations, $"{path}.samples")),
        Wire.Series.DataOneofCase.Points => Points(series.Points, new(violations, $"{path}.points")),
        Wire.Series.DataOneofCase.Ratios => Ratios(series.Ratios, new(violations, $"{path}.ratios")),
        Wire.Series.DataOneofCase.Counts => Counts(series.Counts, new(violations, $"{path}.counts")),
        Wire.Series.DataOneofCase.Histograms => ReadHistograms(series.Histograms, new(violations, $"{path}.histograms")),
        _ => null,
    };

    private static SeriesData ReadHistograms(Wire.Histograms data, Columns columns) =>
        data.HasScale ? ToExponentialHistograms.Read(data, columns) : ToHistograms.Read(data, columns);

    private static SeriesData.Samples Samples(Wire.Samples data, Columns columns)
    {
        var rows = data.Value.Count;
        if (data.TimeUnixNano.Count > 0)
        {
            columns.SameLength("time_unix_nano", data.TimeUnixNano.Count, rows, "value");
        }

        if (data.Cluster.Count > 0)
        {
            columns.SameLength("cluster", data.Cluster.Count, rows, "value");
        }

        return new(Columns.Copy(data.TimeUnixNano), Columns.Copy(data.Value), Columns.Copy(data.Cluster));
    }

    private static SeriesData.Points Points(Wire.Points data, Columns columns)
    {
        var times = columns.IntervalTimes(data.TimeUnixNano, data.Value.Count, "value");
        return new(Interval(data, columns), times, Columns.Copy(data.Value));
    }

    private static TimeSpan? Interval(Wire.Points data, Columns columns)
    {
        if (data.Interval is not { } interval)
        {
            return null;
        }

        // 10,000 years; what Duration may hold at most, and far inside a TimeSpan.
        const long longest = 315_576_000_000;
        if (interval.Seconds is < 0 or > longest || interval.Nanos is < 0 or > 999_999_999 || (interval.Seconds == 0 && interval.Nanos < 100))
        {
            columns.Add("interval", null, "The interval must be at least 100 nanoseconds; leave it out for the median spacing of the times.");
            return null;
        }

        return interval.ToTimeSpan();
    }

    private static SeriesData.Ratios Ratios(Wire.Ratios data, Columns columns)
    {
        var rows = data.Events.Count;
        var times = columns.IntervalTimes(data.TimeUnixNano, rows, "events");
        var events = columns.Whole("events", data.Events);
        var totals = columns.Whole("total", data.Total);
        if (columns.SameLength("total", totals.Length, rows, "events"))
        {
            for (var i = 0; i < rows; i++)
            {
                if (events[i] > totals[i])
                {
                    columns.Add("events", i, $"{data.Events[i]} events of a total of {data.Total[i]}; events are part of the total.");
                }
            }
        }

        return new(times, events, totals);
    }

    private static SeriesData.Counts Counts(Wire.Counts data, Columns columns)
    {
        var rows = data.Events.Count;
        var times = columns.IntervalTimes(data.TimeUnixNano, rows, "events");
        columns.SameLength("exposure", data.Exposure.Count, rows, "events");
        for (var i = 0; i < data.Exposure.Count; i++)
        {
            if (!(data.Exposure[i] >= 0 && double.IsFinite(data.Exposure[i])))
            {
                columns.Add("exposure", i, $"The exposure is {data.Exposure[i]}; it must be a finite number, at least 0.");
            }
        }

        return new(times, columns.Whole("events", data.Events), Columns.Copy(data.Exposure));
    }
}
