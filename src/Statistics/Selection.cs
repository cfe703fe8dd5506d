using System.Numerics;

namespace CanaryJudge.Statistics;

/// <summary>The k-th smallest of values without sorting them all.</summary>
/// <remarks>
/// <para>Shapes: n >= 1 values in any order. Units: any; only the order matters. Method: partition around the median of the first, middle and
/// last value, and go on with the part that holds the rank; after 2 log2 n partitions what is left is sorted, so that no order of the values
/// makes it slow. O(n) as a rule, O(n log n) always. Error: none.</para>
/// <para>Source: C. A. R. Hoare, Comm. ACM 4 (1961) 321-322, algorithm 65; N. Lomuto's partition without branches as in S. Edelkamp and
/// A. Weiss, ACM J. Exp. Algorithmics 24 (2019); the bound on the rounds by D. R. Musser, Softw. Pract. Exper. 27 (1997) 983-993.</para>
/// </remarks>
internal static class Selection
{
    private const int MostSorted = 32;

    /// <summary>Puts one value where sorting would put it, none above it before and none below it behind.</summary>
    /// <param name="values">No NaN; reordered.</param>
    /// <param name="rank">From 0.</param>
    /// <returns>The value at the rank.</returns>
    public static double Place(Span<double> values, int rank)
    {
        int first = 0, end = values.Length;
        for (var rounds = 2 * BitOperations.Log2((uint)values.Length); end - first > MostSorted && rounds > 0; rounds--)
        {
            var pivot = MedianOfThree(values[first], values[(first + end) / 2], values[end - 1]);
            var below = Below(values[first..end], pivot);
            if (rank < first + below)
            {
                end = first + below;
                continue;
            }

            // None is smaller now: those below the next larger number are equal to it.
            first += below;
            first += Below(values[first..end], Math.BitIncrement(pivot));
            if (rank < first)
            {
                return pivot;
            }
        }

        values[first..end].Sort();
        return values[rank];
    }

    /// <summary>Moves the values below a pivot to the front, without a branch that depends on them.</summary>
    private static int Below(Span<double> values, double pivot)
    {
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            values[i] = values[count];
            values[count] = value;
            count += value < pivot ? 1 : 0;
        }

        return count;
    }

    private static double MedianOfThree(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
