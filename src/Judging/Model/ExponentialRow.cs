namespace CanaryJudge.Judging.Model;

/// <summary>The counts of one interval in exponential buckets: bucket i holds sizes above base^i, up to base^(i + 1), base = 2^(2^-scale).</summary>
/// <param name="Scale">From -10 to 20; larger is finer.</param>
/// <param name="Positive">Values above zero.</param>
/// <param name="Negative">Values below zero, in the buckets of their size.</param>
/// <param name="ZeroCount">Values that count as zero; whole, at least 0.</param>
/// <param name="ZeroThreshold">The size up to which a value counts as zero; finite, at least 0.</param>
public sealed record ExponentialRow(int Scale, ExponentialCounts Positive, ExponentialCounts Negative, double ZeroCount, double ZeroThreshold)
{
    /// <summary>All values.</summary>
    public double Total => Positive.Counts.Sum() + Negative.Counts.Sum() + ZeroCount;
}

/// <summary>Counts in neighbouring buckets.</summary>
/// <param name="Offset">The index of the first bucket.</param>
/// <param name="Counts">Whole numbers, at least 0.</param>
public sealed record ExponentialCounts(int Offset, double[] Counts)
{
    /// <summary>No buckets.</summary>
    public static ExponentialCounts None { get; } = new(0, []);
}
