using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;

namespace CanaryJudge.Judging.Analyses;

/// <summary>One interval of one arm.</summary>
/// <param name="First">The value, or the events.</param>
/// <param name="Second">The total, or the exposure; 0 for points and histograms.</param>
/// <param name="Counts">Bucket counts; empty for other kinds.</param>
internal readonly record struct IntervalRow(double First, double Second, double[] Counts)
{
    /// <summary>Counts in exponential buckets; null for other kinds.</summary>
    public ExponentialRow? Exponential { get; init; }

    /// <summary>Whether all its numbers are there and in range.</summary>
    public bool IsUsable => Rows.IsUsable(First) && Rows.IsUsable(Second) && Array.TrueForAll(Counts, Rows.IsUsable)
        && (Exponential is not { } row || (Rows.IsUsable(row.ZeroCount) && Array.TrueForAll(row.Positive.Counts, Rows.IsUsable) && Array.TrueForAll(row.Negative.Counts, Rows.IsUsable)));

    /// <summary>How many values it holds.</summary>
    public int Values => Exponential is { } row ? row.Positive.Counts.Length + row.Negative.Counts.Length + 1 : Math.Max(1, Counts.Length);

    /// <summary>One row of a series.</summary>
    public static IntervalRow Of(SeriesData data, int row) => data switch
    {
        SeriesData.Points points => new(points.Values[row], 0, []),
        SeriesData.Ratios ratios => new(ratios.Events[row], ratios.Totals[row], []),
        SeriesData.Counts counts => new(counts.Events[row], counts.Exposures[row], []),
        SeriesData.Histograms histograms => new(0, 0, histograms.Rows[row]),
        SeriesData.ExponentialHistograms histograms => new(0, 0, []) { Exponential = histograms.Rows[row] },
        _ => throw new ArgumentException($"Data of kind '{data.Kind}' have no intervals.", nameof(data)),
    };

    /// <summary>Whether both say the same.</summary>
    public bool Same(IntervalRow other) =>
        First.Equals(other.First) && Second.Equals(other.Second) && Counts.AsSpan().SequenceEqual(other.Counts) && Same(Exponential, other.Exponential);

    /// <summary>Writes the row.</summary>
    public void Write(StateWriter to)
    {
        to.Number(First);
        to.Number(Second);
        to.Numbers(Counts);
        to.Flag(Exponential is not null);
        if (Exponential is { } row)
        {
            SeriesBytes.Write(to, row);
        }
    }

    /// <summary>Reads a row.</summary>
    public static IntervalRow Read(ref StateReader from) =>
        new(from.Number(), from.Number(), from.Numbers()) { Exponential = from.Flag() ? SeriesBytes.ReadExponential(ref from) : null };

    private static bool Same(ExponentialRow? one, ExponentialRow? other) => one is null || other is null
        ? one is null && other is null
        : one with { Positive = other.Positive, Negative = other.Negative } == other && Same(one.Positive, other.Positive) && Same(one.Negative, other.Negative);

    private static bool Same(ExponentialCounts one, ExponentialCounts other) => one.Offset == other.Offset && one.Counts.AsSpan().SequenceEqual(other.Counts);
}
