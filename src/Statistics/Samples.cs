using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>What every method asks of its values, and their plain summaries.</summary>
public static class Samples
{
    /// <summary>2^64: room for the sum of any number of values.</summary>
    private const double Headroom = 18_446_744_073_709_551_616.0;

    /// <summary>2^600: divided or multiplied by it, the largest and the smallest doubles have squares within range.</summary>
    private const double SquareRange = 4.149515568880993e180;

    /// <summary>Below it squares lose digits.</summary>
    private const double SmallestSquares = 1e-280;

    /// <summary>Demands that all values are finite.</summary>
    /// <param name="values">The values; may be empty.</param>
    /// <param name="parameterName">The name of the caller's parameter, filled in by the compiler.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite; the message names its position, counted from 0.</exception>
    public static void RequireFinite(
        ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string parameterName = "")
    {
        // Eight at a time: half the time of one by one.
        var first = 0;
        if (Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated)
        {
            var largest = Vector512.Create(double.MaxValue);
            while (first <= values.Length - Vector512<double>.Count
                && Vector512.LessThanOrEqualAll(Vector512.Abs(Vector512.Create(values[first..])), largest))
            {
                first += Vector512<double>.Count;
            }
        }

        for (var i = first; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException(
                    $"The value at position {i} is {values[i]}; drop or fill missing points first.", parameterName);
            }
        }
    }

    /// <summary>A sorted copy, ascending. O(n log n).</summary>
    /// <param name="values">The values, in any order; left alone.</param>
    /// <returns>A new array.</returns>
    public static double[] Sorted(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Sort(sorted);
        return sorted;
    }

    /// <summary>Sorts in place, ascending. O(n log n) for few values, O(n) for many.</summary>
    /// <param name="values">The values, in any order; no NaN.</param>
    public static void Sort(Span<double> values)
    {
        if (values.Length < RadixSort.Fewest)
        {
            values.Sort();
        }
        else
        {
            RadixSort.Sort(values);
        }
    }

    /// <summary>The arithmetic mean.</summary>
    /// <remarks>
    /// <para>Shapes: n >= 1 values, any order. Units: those of the values.</para>
    /// <para>Method: compensated sum of the differences to the first value, so that a common offset costs no digits.</para>
    /// <para>Error: a few units in the last place of the largest difference, at any magnitude; exact for constant values (SamplesTests).</para>
    /// <para>Source: A. Neumaier, Z. Angew. Math. Mech. 54 (1974) 39-51.</para>
    /// </remarks>
    /// <param name="values">Finite values.</param>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Mean(ReadOnlySpan<double> values)
    {
        RequireAny(values);
        var mean = Mean(values, 1);

        // Differences of values near the largest double overflow; their mean does not.
        return double.IsFinite(mean) ? mean : Mean(values, 1 / Headroom) * Headroom;
    }

    /// <summary>The median: the middle value, or the mean of the two middle values.</summary>
    /// <param name="sorted">Values in ascending order, at least one.</param>
    /// <returns>The median, in the unit of the values.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Median(ReadOnlySpan<double> sorted)
    {
        RequireAny(sorted);
        var half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : sorted[half - 1] + ((sorted[half] - sorted[half - 1]) / 2);
    }

    /// <summary>The median of values that are not sorted, without sorting them.</summary>
    /// <param name="values">Finite values in any order, at least one; left alone.</param>
    /// <returns>What <see cref="Median"/> gives for the sorted values.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double MedianOf(ReadOnlySpan<double> values)
    {
        RequireAny(values);
        var placed = ArrayPool<double>.Shared.Rent(values.Length);
        var copy = placed.AsSpan(0, values.Length);
        values.CopyTo(copy);
        var half = values.Length / 2;
        var median = Selection.Place(copy, half);
        if (values.Length % 2 == 0)
        {
            var lower = double.NegativeInfinity;
            foreach (var value in copy[..half])
            {
                lower = Math.Max(lower, value);
            }

            median = lower + ((median - lower) / 2);
        }

        ArrayPool<double>.Shared.Return(placed);
        return median;
    }

    /// <summary>How many values lie below a threshold. O(log n).</summary>
    /// <param name="sorted">Values in ascending order; may be empty.</param>
    /// <param name="threshold">In the unit of the values; not NaN.</param>
    /// <returns>From 0 to n.</returns>
    public static int CountBelow(ReadOnlySpan<double> sorted, double threshold)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = sorted[middle] < threshold ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>How many values lie at or below a threshold. O(log n).</summary>
    /// <param name="sorted">Values in ascending order; may be empty.</param>
    /// <param name="threshold">In the unit of the values; not NaN.</param>
    /// <returns>From 0 to n.</returns>
    public static int CountUpTo(ReadOnlySpan<double> sorted, double threshold) => CountBelow(sorted, Math.BitIncrement(threshold));

    /// <summary>The sample standard deviation, with divisor n - 1.</summary>
    /// <remarks>
    /// <para>Shapes: n values, any order. Units: those of the values. Method: two passes, the second corrected for the
    /// rounding of the mean, in units that keep the squares within range. Error: relative 1e-12 for noise of 1 around 1e12,
    /// 1e-14 from 1e-300 to 1e300 (both measured by SamplesTests); exactly 0 for constant values.</para>
    /// <para>Source: T. F. Chan, G. H. Golub and R. J. LeVeque, Amer. Statist. 37 (1983) 242-247, formula 1.7.</para>
    /// </remarks>
    /// <param name="values">Finite values.</param>
    /// <returns>The standard deviation, at least 0; NaN for a single value.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double StandardDeviation(ReadOnlySpan<double> values) => Deviation(values, Mean(values));

    internal static double Deviation(ReadOnlySpan<double> values, double mean)
    {
        if (values.Length < 2)
        {
            return double.NaN;
        }

        double degrees = values.Length - 1;
        var squares = Squares(values, mean, 1, 1);
        return squares switch
        {
            >= SmallestSquares and < double.PositiveInfinity => Math.Sqrt(squares / degrees),
            < SmallestSquares => Math.Sqrt(Squares(values, mean, 1, SquareRange) / degrees) / SquareRange,
            _ => Math.Sqrt(Squares(values, mean, 1 / SquareRange, 1) / degrees) * SquareRange,
        };
    }

    private static double Mean(ReadOnlySpan<double> values, double unit)
    {
        var origin = values[0] * unit;
        double sum = 0, lost = 0;
        foreach (var value in values)
        {
            var term = (value * unit) - origin;
            var next = sum + term;
            lost += Math.Abs(sum) >= Math.Abs(term) ? sum - next + term : term - next + sum;
            sum = next;
        }

        return origin + ((sum + lost) / values.Length);
    }

    /// <summary>The sum of squared deviations, values and deviations each multiplied by a power of two.</summary>
    private static double Squares(ReadOnlySpan<double> values, double mean, double unit, double unitOfDeviation)
    {
        double squares = 0, rest = 0;
        foreach (var value in values)
        {
            var deviation = ((value * unit) - (mean * unit)) * unitOfDeviation;
            squares += deviation * deviation;
            rest += deviation;
        }

        return Math.Max(0, squares - (rest * rest / values.Length));
    }

    internal static void RequireAny(
        ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string parameterName = "")
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("At least one value is needed; there is none.", parameterName);
        }
    }

    internal static void RequireSample(
        ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string parameterName = "")
    {
        RequireAny(values, parameterName);
        RequireFinite(values, parameterName);
    }

    internal static void RequireSorted(
        ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string parameterName = "")
    {
        RequireAny(values, parameterName);
        var first = 1;
        if (Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated)
        {
            while (first <= values.Length - Vector512<double>.Count
                && Vector512.LessThanOrEqualAll(Vector512.Create(values[(first - 1)..]), Vector512.Create(values[first..])))
            {
                first += Vector512<double>.Count;
            }
        }

        while (first < values.Length && values[first - 1] <= values[first])
        {
            first++;
        }

        // NaN is not in order with anything, and infinities can only stand at the ends.
        if (first == values.Length && double.IsFinite(values[0]) && double.IsFinite(values[^1]))
        {
            return;
        }

        RequireFinite(values, parameterName);
        throw new ArgumentException(
            $"The values must ascend, but {values[first]} follows {values[first - 1]} at position {first}.", parameterName);
    }

    internal static void RequireSameLength(
        ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, [CallerArgumentExpression(nameof(canary))] string parameterName = "")
    {
        if (baseline.Length != canary.Length)
        {
            throw new ArgumentException(
                $"The spans must have one length, but hold {baseline.Length} and {canary.Length} values.", parameterName);
        }
    }
}
