using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Reads what <see cref="StateWriter"/> wrote, in the same order.</summary>
/// <param name="bytes">What was written.</param>
/// <remarks>Every method throws <see cref="DamagedStateException"/> where the bytes end too early.</remarks>
public ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>The bytes that are still unread.</summary>
    public readonly ReadOnlySpan<byte> Rest => _bytes[_at..];

    /// <summary>Reads a flag.</summary>
    public bool Flag() => Small() switch
    {
        0 => false,
        1 => true,
        var other => throw new DamagedStateException($"Found {other} where a flag is 0 or 1."),
    };

    /// <summary>Reads a small number.</summary>
    public byte Small() => Take(1)[0];

    /// <summary>Reads a length.</summary>
    public int Length() => BinaryPrimitives.ReadInt32LittleEndian(Take(4)) is >= 0 and var length
        ? length
        : throw new DamagedStateException("A length is negative.");

    /// <summary>Reads how many things follow, so that room for all of them may be taken at once.</summary>
    /// <param name="leastBytes">What the smallest of them takes; above 0.</param>
    public int Count(int leastBytes) => Length() is var count && count <= Rest.Length / leastBytes
        ? count
        : throw new DamagedStateException($"{count:N0} are said to follow, of {leastBytes} bytes at least, in {Rest.Length:N0} bytes.");

    /// <summary>Reads a whole number.</summary>
    public long Whole() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>Reads a whole number that may be missing.</summary>
    public long? Maybe()
    {
        var there = Flag();
        var value = Whole();
        return there ? value : null;
    }

    /// <summary>Reads a number with all its bits.</summary>
    public double Number() => BitConverter.Int64BitsToDouble(Whole());

    /// <summary>Reads a text.</summary>
    public string Text() => Encoding.UTF8.GetString(Take(Length()));

    /// <summary>Reads bytes.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Length());

    /// <summary>Reads so many bytes.</summary>
    /// <param name="count">At least 0.</param>
    public ReadOnlySpan<byte> Raw(long count) => Take(count);

    /// <summary>Reads whole numbers.</summary>
    public long[] Wholes() => Column<long>();

    /// <summary>Reads whole numbers without a sign.</summary>
    public ulong[] Keys() => Column<ulong>();

    /// <summary>Reads numbers with all their bits.</summary>
    public double[] Numbers() => Column<double>();

    /// <summary>Requires that everything was read.</summary>
    public readonly void End()
    {
        if (_at != _bytes.Length)
        {
            throw new DamagedStateException($"{_bytes.Length - _at:N0} bytes are left over.");
        }
    }

    private T[] Column<T>()
        where T : unmanaged
    {
        var taken = MemoryMarshal.Cast<byte, T>(Take(Length() * 8L));
        var column = GC.AllocateUninitializedArray<T>(taken.Length);
        taken.CopyTo(column);
        return column;
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _bytes.Length - _at)
        {
            throw new DamagedStateException($"The bytes end early: {count:N0} are needed at {_at:N0} of {_bytes.Length:N0}.");
        }

        var taken = _bytes.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }
}
