using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CanaryJudge.Statistics;

/// <summary>Carries a state out to bytes or back in, field by field.</summary>
/// <remarks>
/// One method of an object serves both ways, so writing and reading cannot differ. Little-endian, eight bytes a number, every bit of
/// a double as it is: what continues from a restored state is the same to the bit.
/// </remarks>
public sealed class StateExchange
{
    private readonly IBufferWriter<byte>? _writer;
    private readonly ReadOnlyMemory<byte> _bytes;
    private int _position;

    private StateExchange(IBufferWriter<byte>? writer, ReadOnlyMemory<byte> bytes) => (_writer, _bytes) = (writer, bytes);

    /// <summary>Whether fields are filled from bytes rather than written to them.</summary>
    public bool IsReading => _writer is null;

    /// <summary>An exchange that writes.</summary>
    /// <param name="writer">Where the bytes go.</param>
    /// <returns>A new exchange.</returns>
    public static StateExchange To(IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return new(writer, default);
    }

    /// <summary>An exchange that reads.</summary>
    /// <param name="bytes">What was written before.</param>
    /// <returns>A new exchange.</returns>
    public static StateExchange From(ReadOnlyMemory<byte> bytes) => new(null, bytes);

    /// <summary>Carries a whole number.</summary>
    /// <param name="value">Written, or replaced by what is read.</param>
    /// <exception cref="FormatException">The bytes end too early.</exception>
    public void Number(ref long value)
    {
        if (_writer is not null)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_writer.GetSpan(sizeof(long)), value);
            _writer.Advance(sizeof(long));
            return;
        }

        if (_bytes.Length - _position < sizeof(long))
        {
            throw new FormatException($"The state ends after {_bytes.Length} bytes, in the middle of a field; it was cut or is of another version.");
        }

        value = BinaryPrimitives.ReadInt64LittleEndian(_bytes.Span[_position..]);
        _position += sizeof(long);
    }

    /// <summary>Carries a whole number of 32 bits.</summary>
    /// <param name="value">Written, or replaced by what is read.</param>
    /// <exception cref="FormatException">The bytes end too early, or hold a larger number.</exception>
    public void Number(ref int value)
    {
        long wide = value;
        Number(ref wide);
        value = wide is >= int.MinValue and <= int.MaxValue ? (int)wide : throw Broken(wide);
    }

    /// <summary>Carries a double, every bit of it.</summary>
    /// <param name="value">Written, or replaced by what is read.</param>
    /// <exception cref="FormatException">The bytes end too early.</exception>
    public void Number(ref double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        Number(ref bits);
        value = BitConverter.Int64BitsToDouble(bits);
    }

    /// <summary>Carries a yes or no.</summary>
    /// <param name="value">Written, or replaced by what is read.</param>
    /// <exception cref="FormatException">The bytes end too early, or hold something else.</exception>
    public void Flag(ref bool value)
    {
        long number = value ? 1 : 0;
        Number(ref number);
        value = number is 0 or 1 ? number == 1 : throw Broken(number);
    }

    /// <summary>Carries the length of what follows, so that reading can make room.</summary>
    /// <param name="length">At least 0; each item takes at least eight bytes.</param>
    /// <returns>The length written, or the one read.</returns>
    /// <exception cref="FormatException">The bytes end too early, or cannot hold so much.</exception>
    public int Length(int length)
    {
        Number(ref length);
        return length >= 0 && (!IsReading || length <= (_bytes.Length - _position) / sizeof(long)) ? length : throw Broken(length);
    }

    /// <summary>Carries an array with its length.</summary>
    /// <param name="values">Written, or replaced by a new array.</param>
    /// <exception cref="FormatException">The bytes end too early.</exception>
    public void Numbers(ref double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var length = Length(values.Length);
        values = IsReading ? new double[length] : values;
        for (var i = 0; i < length; i++)
        {
            Number(ref values[i]);
        }
    }

    /// <summary>Carries an array with its length.</summary>
    /// <param name="values">Written, or replaced by a new array.</param>
    /// <exception cref="FormatException">The bytes end too early.</exception>
    public void Numbers(ref long[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var length = Length(values.Length);
        values = IsReading ? new long[length] : values;
        for (var i = 0; i < length; i++)
        {
            Number(ref values[i]);
        }
    }

    /// <summary>Carries a text, eight bytes for its length and each started eight of its UTF-8.</summary>
    /// <param name="value">Written, or replaced by what is read.</param>
    /// <exception cref="FormatException">The bytes end too early.</exception>
    public void Text(ref string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var bytes = IsReading ? [] : Encoding.UTF8.GetBytes(value);
        var size = bytes.Length;
        Number(ref size);
        var words = new long[Length((size / sizeof(long)) + 1)];
        Array.Resize(ref bytes, words.Length * sizeof(long));
        Buffer.BlockCopy(bytes, 0, words, 0, bytes.Length);
        foreach (ref var word in words.AsSpan())
        {
            Number(ref word);
        }

        if (size < 0 || size >= bytes.Length)
        {
            throw Broken(size);
        }

        Buffer.BlockCopy(words, 0, bytes, 0, bytes.Length);
        value = Encoding.UTF8.GetString(bytes, 0, size);
    }

    /// <summary>Carries the mark of a kind of state and its version.</summary>
    /// <param name="mark">Such as <c>paired-series 1</c>.</param>
    /// <exception cref="FormatException">What is read was written under another mark.</exception>
    public void Mark(string mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        long expected = mark.Length, found;
        foreach (var c in mark)
        {
            expected = unchecked((expected * 1_000_003) + c);
        }

        found = expected;
        Number(ref found);
        if (found != expected)
        {
            throw new FormatException($"The state is not one of '{mark}': it belongs to another method, another version, or is damaged.");
        }
    }

    /// <summary>Demands that reading has used every byte.</summary>
    /// <exception cref="FormatException">Bytes are left.</exception>
    public void End()
    {
        if (IsReading && _position < _bytes.Length)
        {
            throw new FormatException($"The state has {_bytes.Length - _position} bytes too many; it is of another version or damaged.");
        }
    }

    private FormatException Broken(long found) => new($"The state holds {found} at byte {_position - sizeof(long)}, which cannot be; it is damaged.");
}
