using System.Numerics;
using System.Runtime.InteropServices;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Times as bytes: how their distances change, in the fewest bytes that hold every change.</summary>
/// <remarks>
/// Layout: the number of times; the first; the first distance; of three times and more the bytes of a change (0, 1, 2, 4 or 8) and the changes.
/// Times at one distance take no bytes more, those of rows that come within a second of each other 4 instead of 8. Any times in any order come
/// back.
/// Source: T. Pelkonen et al., Gorilla, Proc. VLDB Endow. 8 (2015) 1816-1827, section 4.1.1; here with one width for a column.
/// </remarks>
internal static class TimeColumn
{
    private const int Chunk = 256;

    /// <summary>What is read of a row beside its time takes as many bytes at least.</summary>
    private const int LeastOfRow = 4;

    /// <summary>Writes times.</summary>
    public static void Write(StateWriter to, ReadOnlySpan<long> times)
    {
        to.Length(times.Length);
        if (times.Length > 0)
        {
            to.Whole(times[0]);
        }

        if (times.Length > 1)
        {
            to.Whole(unchecked(times[1] - times[0]));
        }

        if (times.Length <= 2)
        {
            return;
        }

        var width = Width(times);
        to.Small(width);
        switch (width)
        {
            case 1:
                Write<sbyte>(to, times);
                break;
            case 2:
                Write<short>(to, times);
                break;
            case 4:
                Write<int>(to, times);
                break;
            case 8:
                Write<long>(to, times);
                break;
        }
    }

    /// <summary>Reads times.</summary>
    /// <param name="from">Where they stand, their rows behind them.</param>
    /// <exception cref="DamagedStateException">The bytes are damaged.</exception>
    public static long[] Read(ref StateReader from)
    {
        var count = from.Length();
        var (first, distance) = (count > 0 ? from.Whole() : 0, count > 1 ? from.Whole() : 0);
        var width = count > 2 ? from.Small() : (byte)0;
        if (width is not (0 or 1 or 2 or 4 or 8))
        {
            throw new DamagedStateException($"No change of a distance takes {width} bytes.");
        }

        var changes = from.Raw(Math.Max(0, count - 2L) * width);
        if (count > from.Rest.Length / LeastOfRow)
        {
            throw new DamagedStateException($"There are {count:N0} times for the rows in {from.Rest.Length:N0} bytes.");
        }

        var times = GC.AllocateUninitializedArray<long>(count);
        if (count > 0)
        {
            times[0] = first;
        }

        if (count > 1)
        {
            times[1] = unchecked(first + distance);
        }

        switch (width)
        {
            case 1:
                Read<sbyte>(changes, times);
                break;
            case 2:
                Read<short>(changes, times);
                break;
            case 4:
                Read<int>(changes, times);
                break;
            case 8:
                Read<long>(changes, times);
                break;
            default:
                for (var i = 2; i < times.Length; i++)
                {
                    times[i] = unchecked(times[i - 1] + distance);
                }

                break;
        }

        return times;
    }

    /// <summary>The bytes that hold every change of a distance; 0: none changes.</summary>
    private static byte Width(ReadOnlySpan<long> times)
    {
        long any = 0, beyondSign = 0;
        for (var i = 2; i < times.Length; i++)
        {
            var change = Change(times, i);
            any |= change;
            beyondSign |= change ^ (change >> 63);
        }

        return any == 0 ? (byte)0 : beyondSign <= sbyte.MaxValue ? (byte)1 : beyondSign <= short.MaxValue ? (byte)2 : beyondSign <= int.MaxValue ? (byte)4 : (byte)8;
    }

    private static long Change(ReadOnlySpan<long> times, int i) => unchecked(times[i] - times[i - 1] - (times[i - 1] - times[i - 2]));

    // .NET runs on little-endian machines only, so a column's memory is its bytes.
    private static void Write<T>(StateWriter to, ReadOnlySpan<long> times)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<T> chunk = stackalloc T[Chunk];
        for (var first = 2; first < times.Length; first += Chunk)
        {
            var count = Math.Min(Chunk, times.Length - first);
            for (var i = 0; i < count; i++)
            {
                chunk[i] = T.CreateTruncating(Change(times, first + i));
            }

            to.Raw(MemoryMarshal.AsBytes(chunk[..count]));
        }
    }

    private static void Read<T>(ReadOnlySpan<byte> bytes, long[] times)
        where T : unmanaged, IBinaryInteger<T>
    {
        var changes = MemoryMarshal.Cast<byte, T>(bytes);
        long time = times[1], distance = unchecked(times[1] - times[0]);
        for (var i = 0; i < changes.Length; i++)
        {
            distance = unchecked(distance + long.CreateTruncating(changes[i]));
            time = unchecked(time + distance);
            times[i + 2] = time;
        }
    }
}
