using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Series as bytes.</summary>
internal static class SeriesBytes
{
    /// <summary>The length of the metric's name, the arm, the number of labels, the kind and the lengths of two columns.</summary>
    private const int LeastOfSeries = 4 + 1 + 4 + 1 + 4 + 4;

    /// <summary>A length.</summary>
    private const int LeastOfRow = 4;

    /// <summary>The scale, two offsets, the lengths of two columns, the zero bucket's count and threshold.</summary>
    private const int LeastOfExponentialRow = 8 + 8 + 4 + 8 + 4 + 8 + 8;

    /// <summary>Writes series; labels in ordinal order, so that equal series have equal bytes.</summary>
    public static void Write(StateWriter to, IReadOnlyList<Series> series)
    {
        to.Length(series.Count);
        foreach (var one in series)
        {
            to.Text(one.Metric);
            to.Small((byte)one.Arm);
            Write(to, one.Labels);
            WriteData(to, one.Data);
        }
    }

    /// <summary>Reads series.</summary>
    /// <param name="from">Where they stand.</param>
    /// <param name="plainTimes">Whether times were written one by one, as they were once.</param>
    public static IReadOnlyList<Series> Read(ref StateReader from, bool plainTimes)
    {
        var series = new Series[from.Count(LeastOfSeries)];
        for (var i = 0; i < series.Length; i++)
        {
            var metric = from.Text();
            var arm = (Arm)from.Small();
            var labels = ReadLabels(ref from);
            var data = ReadData(ref from, plainTimes);
            if (!Enum.IsDefined(arm) || data.Times.Length != data.Count)
            {
                throw new DamagedStateException($"A series has arm {(int)arm} and {data.Times.Length:N0} times for {data.Count:N0} rows.");
            }

            series[i] = new(metric, arm, labels, data);
        }

        return series;
    }

    /// <summary>Writes labels.</summary>
    public static void Write(StateWriter to, IReadOnlyDictionary<string, string> labels)
    {
        to.Length(labels.Count);
        foreach (var (name, value) in labels.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            to.Text(name);
            to.Text(value);
        }
    }

    /// <summary>Reads labels.</summary>
    public static IReadOnlyDictionary<string, string> ReadLabels(ref StateReader from)
    {
        var count = from.Length();
        if (count == 0)
        {
            return Series.NoLabels;
        }

        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var name = from.Text();
            labels[name] = from.Text();
        }

        return labels;
    }

    private static void WriteData(StateWriter to, SeriesData data)
    {
        switch (data)
        {
            case SeriesData.Samples samples:
                to.Small(0);
                TimeColumn.Write(to, samples.At);
                to.Numbers(samples.Values);
                to.Keys(samples.Clusters);
                break;
            case SeriesData.Points points:
                to.Small(1);
                to.Maybe(points.Interval?.Ticks);
                TimeColumn.Write(to, points.At);
                to.Numbers(points.Values);
                break;
            case SeriesData.Ratios ratios:
                to.Small(2);
                TimeColumn.Write(to, ratios.At);
                to.Numbers(ratios.Events);
                to.Numbers(ratios.Totals);
                break;
            case SeriesData.Counts counts:
                to.Small(3);
                TimeColumn.Write(to, counts.At);
                to.Numbers(counts.Events);
                to.Numbers(counts.Exposures);
                break;
            case SeriesData.Histograms histograms:
                to.Small(4);
                TimeColumn.Write(to, histograms.At);
                to.Numbers(histograms.UpperBounds);
                to.Length(histograms.Rows.Length);
                foreach (var row in histograms.Rows)
                {
                    to.Numbers(row);
                }

                break;
            case SeriesData.ExponentialHistograms histograms:
                to.Small(5);
                TimeColumn.Write(to, histograms.At);
                to.Length(histograms.Rows.Length);
                foreach (var row in histograms.Rows)
                {
                    Write(to, row);
                }

                break;
            default:
                throw new ArgumentException($"Data of kind '{data.Kind}' have no bytes.", nameof(data));
        }
    }

    private static SeriesData ReadData(ref StateReader from, bool plainTimes) => from.Small() switch
    {
        0 => new SeriesData.Samples(Times(ref from, plainTimes), from.Numbers(), from.Keys()),
        1 => new SeriesData.Points(ReadInterval(ref from), Times(ref from, plainTimes), from.Numbers()),
        2 => new SeriesData.Ratios(Times(ref from, plainTimes), from.Numbers(), from.Numbers()),
        3 => new SeriesData.Counts(Times(ref from, plainTimes), from.Numbers(), from.Numbers()),
        4 => new SeriesData.Histograms(Times(ref from, plainTimes), from.Numbers(), Rows(ref from)),
        5 => new SeriesData.ExponentialHistograms(Times(ref from, plainTimes), ExponentialRows(ref from)),
        var other => throw new DamagedStateException($"No kind of data has the number {other}."),
    };

    private static TimeSpan? ReadInterval(ref StateReader from) => from.Maybe() switch
    {
        null => null,
        > 0 and var ticks => TimeSpan.FromTicks(ticks),
        var ticks => throw new DamagedStateException($"No interval has {ticks:N0} ticks."),
    };

    private static long[] Times(ref StateReader from, bool plain) => plain ? from.Wholes() : TimeColumn.Read(ref from);

    /// <summary>Writes counts in exponential buckets.</summary>
    public static void Write(StateWriter to, ExponentialRow row)
    {
        to.Whole(row.Scale);
        to.Whole(row.Positive.Offset);
        to.Numbers(row.Positive.Counts);
        to.Whole(row.Negative.Offset);
        to.Numbers(row.Negative.Counts);
        to.Number(row.ZeroCount);
        to.Number(row.ZeroThreshold);
    }

    /// <summary>Reads counts in exponential buckets.</summary>
    public static ExponentialRow ReadExponential(ref StateReader from) => new(
        Within(ref from, ExponentialBuckets.LowestScale, ExponentialBuckets.HighestScale),
        new(Within(ref from, int.MinValue, int.MaxValue), from.Numbers()),
        new(Within(ref from, int.MinValue, int.MaxValue), from.Numbers()),
        from.Number(),
        from.Number());

    private static int Within(ref StateReader from, int least, int most) => from.Whole() is var number && number >= least && number <= most
        ? (int)number
        : throw new DamagedStateException($"A scale or an offset is {number:N0}.");

    private static ExponentialRow[] ExponentialRows(ref StateReader from)
    {
        var rows = new ExponentialRow[from.Count(LeastOfExponentialRow)];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = ReadExponential(ref from);
        }

        return rows;
    }

    private static double[][] Rows(ref StateReader from)
    {
        var rows = new double[from.Count(LeastOfRow)][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = from.Numbers();
        }

        return rows;
    }
}
