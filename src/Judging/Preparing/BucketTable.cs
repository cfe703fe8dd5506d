using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Judging.Preparing;

/// <summary>The rows of one series of histograms as counts between two edges, whatever sort of buckets it has.</summary>
/// <param name="rows">How many rows.</param>
/// <param name="isSigned">Whether values below zero are there.</param>
/// <param name="zeroThreshold">The size up to which values count as zero in some row.</param>
/// <param name="cells">The buckets of a row, from its number and the bucket of zeros.</param>
internal sealed class BucketTable(int rows, bool isSigned, double zeroThreshold, Func<int, BucketTable.Zeros, IEnumerable<BucketTable.Cell>> cells)
{
    /// <summary>No metric has larger values: beyond lies one open bucket.</summary>
    private const double Largest = 1e100;

    /// <summary>How many rows there are.</summary>
    public int Rows => rows;

    /// <summary>Whether the series has values below zero.</summary>
    public bool IsSigned => isSigned;

    /// <summary>The size up to which values count as zero in some row; 0: only zero itself.</summary>
    public double ZeroThreshold => zeroThreshold;

    /// <summary>The buckets of a row.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="zeros">The bucket of zeros, one for all series of a metric.</param>
    public IEnumerable<Cell> Cells(int row, Zeros zeros) => cells(row, zeros);

    /// <summary>The table of a series of histograms.</summary>
    public static BucketTable Of(SeriesData data) => data switch
    {
        SeriesData.ExponentialHistograms exponential => Of(exponential.Rows),
        SeriesData.Histograms histograms => Of(histograms),
        _ => throw new ArgumentException($"Data of kind '{data.Kind}' have no buckets.", nameof(data)),
    };

    private static BucketTable Of(SeriesData.Histograms data)
    {
        // Durations and sizes start at zero; where a bound is negative the first bucket is open below.
        var bounds = data.UpperBounds;
        double first = bounds.Length == 0 || bounds[0] > 0 ? 0 : double.NegativeInfinity;
        return new(
            data.Rows.Length,
            bounds.Length > 0 && bounds[0] < 0,
            0,
            (row, zeros) => data.Rows[row].Select((count, k) => k == 0 && bounds[0] == 0 && !zeros.IsSigned
                ? new(zeros.Low, zeros.High, count)
                : Between(k == 0 ? first : bounds[k - 1], bounds[k], count)));
    }

    private static BucketTable Of(ExponentialRow[] table) => new(
        table.Length,
        Array.Exists(table, r => Array.Exists(r.Negative.Counts, c => c > 0)),
        table.Where(r => r.ZeroCount > 0).Select(r => r.ZeroThreshold).DefaultIfEmpty().Max(),
        (row, zeros) => Cells(table[row], zeros));

    private static IEnumerable<Cell> Cells(ExponentialRow row, Zeros zeros)
    {
        for (var k = 0; k < row.Positive.Counts.Length; k++)
        {
            var (low, high) = Edges(row.Scale, (long)row.Positive.Offset + k);
            yield return Between(low, high, row.Positive.Counts[k]);
        }

        for (var k = 0; k < row.Negative.Counts.Length; k++)
        {
            var (low, high) = Edges(row.Scale, (long)row.Negative.Offset + k);
            yield return Between(-high, -low, row.Negative.Counts[k]);
        }

        yield return new(zeros.Low, zeros.High, row.ZeroCount);
    }

    private static (double Low, double High) Edges(int scale, long index)
    {
        var low = ExponentialBuckets.Edge(scale, index);

        // Among the smallest doubles neighbouring edges can be the same number.
        return (low, Math.Max(ExponentialBuckets.Edge(scale, index + 1), Math.BitIncrement(low)));
    }

    private static Cell Between(double low, double high, double count) => new(
        low < -Largest ? double.NegativeInfinity : Math.Min(low, Largest),
        high > Largest ? double.PositiveInfinity : Math.Max(high, -Largest),
        count);

    /// <summary>The bucket of values that count as zero.</summary>
    /// <param name="High">The largest threshold of any row.</param>
    /// <param name="IsSigned">Whether any series has values below zero.</param>
    internal readonly record struct Zeros(double High, bool IsSigned)
    {
        /// <summary>A bucket has a width: zeros that are exactly that begin just below where there are values below, and are open else.</summary>
        public double Low => IsSigned ? -Math.Max(High, double.Epsilon) : High > 0 ? 0 : double.NegativeInfinity;
    }

    /// <summary>A count between two edges.</summary>
    internal readonly record struct Cell(double Low, double High, double Count);
}
