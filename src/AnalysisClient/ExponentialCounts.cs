using CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisClient;

/// <summary>One interval of one arm in exponential buckets, as an OTLP data point has them.</summary>
/// <param name="Offset">The index of the first bucket of values above zero.</param>
/// <param name="Counts">The counts of that bucket and the next ones, not cumulative.</param>
public sealed record ExponentialCounts(int Offset, ReadOnlyMemory<ulong> Counts)
{
    /// <summary>This interval's own scale, from -10 to 20; null: that of all intervals.</summary>
    public int? Scale { get; init; }

    /// <summary>Values that count as zero.</summary>
    public ulong ZeroCount { get; init; }

    /// <summary>The size up to which a value counts as zero.</summary>
    public double ZeroThreshold { get; init; }

    /// <summary>The index, by size, of the first bucket of values below zero.</summary>
    public int NegativeOffset { get; init; }

    /// <summary>The counts of that bucket and the next ones, away from zero; empty: none.</summary>
    public ReadOnlyMemory<ulong> NegativeCounts { get; init; }

    internal HistogramRow ToRow()
    {
        var row = new HistogramRow
        {
            Positive = new() { Offset = Offset, BucketCounts = { Counts.ToArray() } },
            Negative = new() { Offset = NegativeOffset, BucketCounts = { NegativeCounts.ToArray() } },
            ZeroCount = ZeroCount,
            ZeroThreshold = ZeroThreshold,
        };
        if (Scale is { } scale)
        {
            row.Scale = scale;
        }

        return row;
    }
}
