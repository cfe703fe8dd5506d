using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>One interval of one arm.</summary>
/// <param name="First">The value, or the events.</param>
/// <param name="Second">The total, or the exposure; 0 for points and histograms.</param>
/// <param name="Counts">Bucket counts; empty for other kinds.</param>
internal readonly record struct IntervalRow(double First, double Second, double[] Counts)
{
    /// <summary>Whether the value is there.</summary>
    public bool IsFinite => double.IsFinite(First);

    /// <summary>How many values it holds.</summary>
    public int Values => Math.Max(1, Counts.Length);

    /// <summary>One row of a series.</summary>
    public static IntervalRow Of(SeriesData data, int row) => data switch
    {
        SeriesData.Points points => new(points.Values[row], 0, []),
        SeriesData.Ratios ratios => new(ratios.Events[row], ratios.Totals[row], []),
        SeriesData.Counts counts => new(counts.Events[row], counts.Exposures[row], []),
        SeriesData.Histograms histograms => new(0, 0, histograms.Rows[row]),
        _ => throw new ArgumentException($"Data of kind '{data.Kind}' have no intervals.", nameof(data)),
    };

    /// <summary>Whether both say the same.</summary>
    public bool Same(IntervalRow other) => First.Equals(other.First) && Second.Equals(other.Second) && Counts.AsSpan().SequenceEqual(other.Counts);

    /// <summary>Writes the row.</summary>
    public void Write(StateWriter to)
    {
        to.Number(First);
        to.Number(Second);
        to.Numbers(Counts);
    }

    /// <summary>Reads a row.</summary>
    public static IntervalRow Read(ref StateReader from) => new(from.Number(), from.Number(), from.Numbers());
}
