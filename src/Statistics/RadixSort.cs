using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics;

/// <summary>Sorts doubles by the digits of their representation.</summary>
/// <remarks>
/// <para>Shapes: n values, no NaN. Units: any; only the order matters. Negative zero comes before zero, which it equals.</para>
/// <para>Method: the representation as a whole number of the same order; three counting passes over the leading bits that
/// differ, from the lowest digit to the highest; what agrees in those is put in order by insertion. Where insertion moves
/// too much, as in a cluster far from one stray value, every digit is passed.</para>
/// <para>Cost: about 15 ns a value at a million values, where Array.Sort takes 75 ns; O(n), a pooled buffer of n values.</para>
/// <para>Source: D. E. Knuth, The Art of Computer Programming 3 (1998), section 5.2.5, with M. D. MacLaren's finish by insertion,
/// J. ACM 13 (1966) 404-411.</para>
/// </remarks>
internal static class RadixSort
{
    /// <summary>From here on it is faster than Array.Sort.</summary>
    internal const int Fewest = 768;

    private const int LeadingPasses = 3;
    private const int NarrowDigit = 8;
    private const int WideDigit = 11;

    /// <summary>Wide digits need 2,048 counters each, which few values do not pay back.</summary>
    private const int WideFrom = 8_192;

    /// <summary>So many moves for each value are cheaper than the passes that they save.</summary>
    private const int MovesForEach = 4;

    private const ulong Sign = 1UL << 63;

    /// <summary>Sorts in place, ascending.</summary>
    internal static void Sort(Span<double> values)
    {
        if (values.Length < 2)
        {
            return;
        }

        var rented = ArrayPool<ulong>.Shared.Rent(values.Length);
        var keys = MemoryMarshal.Cast<double, ulong>(values);
        var differing = Encode(keys);
        var digit = values.Length < WideFrom ? NarrowDigit : WideDigit;
        var width = 64 - BitOperations.LeadingZeroCount(differing);
        var lowest = Math.Max(0, width - (LeadingPasses * digit));
        Pass(keys, rented.AsSpan(0, keys.Length), lowest, width, digit);
        if (lowest > 0 && !Insert(keys))
        {
            Pass(keys, rented.AsSpan(0, keys.Length), 0, width, digit);
        }

        Decode(keys);
        ArrayPool<ulong>.Shared.Return(rented);
    }

    /// <summary>Turns doubles into whole numbers of the same order.</summary>
    /// <returns>The bits in which any two differ.</returns>
    private static ulong Encode(Span<ulong> keys)
    {
        ulong all = ulong.MaxValue, any = 0;
        foreach (ref var key in keys)
        {
            key ^= (ulong)((long)key >> 63) | Sign;
            all &= key;
            any |= key;
        }

        return all ^ any;
    }

    private static void Decode(Span<ulong> keys)
    {
        foreach (ref var key in keys)
        {
            key ^= (ulong)(~(long)key >> 63) | Sign;
        }
    }

    /// <summary>Sorts by the bits from the lowest up to the width, one digit after the other.</summary>
    private static void Pass(Span<ulong> keys, Span<ulong> other, int lowest, int width, int digit)
    {
        var counts = ArrayPool<int>.Shared.Rent(1 << digit);
        Span<ulong> from = keys, to = other;
        var swapped = false;
        for (var shift = lowest; shift < width; shift += digit)
        {
            Scatter(from, to, shift, counts.AsSpan(0, 1 << digit));
            var emptied = from;
            from = to;
            to = emptied;
            swapped = !swapped;
        }

        if (swapped)
        {
            from.CopyTo(to);
        }

        ArrayPool<int>.Shared.Return(counts);
    }

    private static void Scatter(ReadOnlySpan<ulong> from, Span<ulong> to, int shift, Span<int> next)
    {
        next.Clear();
        var mask = next.Length - 1;
        foreach (var key in from)
        {
            next[(int)(key >> shift) & mask]++;
        }

        var before = 0;
        foreach (ref var start in next)
        {
            (start, before) = (before, before + start);
        }

        foreach (var key in from)
        {
            to[next[(int)(key >> shift) & mask]++] = key;
        }
    }

    /// <summary>Straight insertion, as far as it pays.</summary>
    /// <returns>Whether all values are in order now.</returns>
    private static bool Insert(Span<ulong> keys)
    {
        var moves = (long)keys.Length * MovesForEach;
        for (var i = 1; i < keys.Length && moves >= 0; i++)
        {
            var key = keys[i];
            var hole = i;
            while (hole > 0 && keys[hole - 1] > key && moves-- > 0)
            {
                keys[hole] = keys[hole - 1];
                hole--;
            }

            keys[hole] = key;
        }

        return moves >= 0;
    }
}
