using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Writes values as bytes, exact to the bit and the same on every machine; <see cref="StateReader"/> reads them in the same order.</summary>
/// <param name="to">Takes the bytes.</param>
/// <remarks>Numbers are little-endian, 8 bytes; lengths and texts (UTF-8) begin with a length of 4 bytes.</remarks>
public readonly ref struct StateWriter(IBufferWriter<byte> to)
{
    /// <summary>Writes a flag.</summary>
    /// <param name="value">The flag.</param>
    public void Flag(bool value) => Small(value ? (byte)1 : (byte)0);

    /// <summary>Writes a small number.</summary>
    /// <param name="value">From 0 to 255.</param>
    public void Small(byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }

    /// <summary>Writes a length.</summary>
    /// <param name="value">At least 0.</param>
    public void Length(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(4), value);
        to.Advance(4);
    }

    /// <summary>Writes a whole number.</summary>
    /// <param name="value">Any.</param>
    public void Whole(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to.GetSpan(8), value);
        to.Advance(8);
    }

    /// <summary>Writes a whole number that may be missing.</summary>
    /// <param name="value">Any; null: missing.</param>
    public void Maybe(long? value)
    {
        Flag(value is not null);
        Whole(value ?? 0);
    }

    /// <summary>Writes a number with all its bits.</summary>
    /// <param name="value">Any, NaN and infinities included.</param>
    public void Number(double value) => Whole(BitConverter.DoubleToInt64Bits(value));

    /// <summary>Writes a text.</summary>
    /// <param name="value">Any.</param>
    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Length(length);
        Encoding.UTF8.GetBytes(value, to.GetSpan(length));
        to.Advance(length);
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="values">Any.</param>
    public void Bytes(ReadOnlySpan<byte> values)
    {
        Length(values.Length);
        to.Write(values);
    }

    /// <summary>Writes bytes whose number the reader knows.</summary>
    /// <param name="values">Any.</param>
    public void Raw(ReadOnlySpan<byte> values) => to.Write(values);

    /// <summary>Writes whole numbers.</summary>
    /// <param name="values">Any.</param>
    public void Wholes(ReadOnlySpan<long> values) => Column(values);

    /// <summary>Writes whole numbers without a sign.</summary>
    /// <param name="values">Any.</param>
    public void Keys(ReadOnlySpan<ulong> values) => Column(values);

    /// <summary>Writes numbers with all their bits.</summary>
    /// <param name="values">Any.</param>
    public void Numbers(ReadOnlySpan<double> values) => Column(values);

    // .NET runs on little-endian machines only, so a column's memory is its bytes.
    private void Column<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Length(values.Length);
        to.Write(MemoryMarshal.AsBytes(values));
    }
}
