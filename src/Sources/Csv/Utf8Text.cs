using System.Buffers;
using System.Text.Unicode;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Csv;

/// <summary>Decodes UTF-8. It ends before the first bytes that are none, so that the rows before them are read and the line is known.</summary>
/// <param name="bytes">The text.</param>
/// <param name="isBeginning">Whether a file begins here, maybe with a byte order mark; else a line feed is put before the text.</param>
internal sealed class Utf8Text(ReadBytes bytes, bool isBeginning) : TextReader
{
    private static readonly SearchValues<char> Odd = SearchValues.Create("\0\r\"");
    private readonly byte[] _bytes = new byte[1 << 16];
    private readonly FieldLimit _fields = new();
    private int _start;
    private int _end;
    private bool _begun = !isBeginning;
    private bool _ended;

    /// <summary>The next character. Text that goes on begins with a line feed, for by the first end of a row the CSV reader tells what ends the others.</summary>
    private char? _pending = isBeginning ? null : '\n';

    /// <summary>Why the text ended early; null: it did not.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether no NUL byte, carriage return or quote has come so far: then every line feed ends a row.</summary>
    public bool IsPlain { get; private set; } = true;

    /// <inheritdoc />
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc />
    /// <remarks>As much as fits, however the bytes arrive: the CSV reader takes a carriage return at the end of its first read for the end of a row.</remarks>
    public override int Read(Span<char> buffer)
    {
        var read = 0;
        while (read < buffer.Length && Some(buffer[read..]) is > 0 and var more)
        {
            read += more;
        }

        return read;
    }

    private int Some(Span<char> buffer)
    {
        if (_pending is { } half)
        {
            (buffer[0], _pending) = (half, null);
            return 1;
        }

        while (Trouble is null)
        {
            var status = Utf8.ToUtf16(_bytes.AsSpan(_start.._end), buffer, out var used, out var written, replaceInvalidSequences: false, isFinalBlock: _ended);
            _start += used;
            if (written > 0 && !_fields.Pass(buffer[..written]))
            {
                Trouble = "the row has more than 10,000 values";
                return 0;
            }

            if (written > 0)
            {
                IsPlain = IsPlain && !buffer[..written].ContainsAny(Odd);
                return written;
            }

            switch (status)
            {
                case OperationStatus.InvalidData:
                    Trouble = Encodings.NotUtf8([]);
                    break;
                case OperationStatus.DestinationTooSmall:
                    return Half(buffer);
                case var _ when _ended:
                    return 0;
                default:
                    Fill();
                    break;
            }
        }

        return 0;
    }

    /// <summary>There is room for one character, and the next one takes two.</summary>
    private int Half(Span<char> buffer)
    {
        Span<char> pair = stackalloc char[2];
        Utf8.ToUtf16(_bytes.AsSpan(_start.._end), pair, out var used, out _, replaceInvalidSequences: false, isFinalBlock: false);
        _start += used;
        (buffer[0], _pending) = (pair[0], pair[1]);
        return 1;
    }

    private void Fill()
    {
        _bytes.AsSpan(_start.._end).CopyTo(_bytes);
        (_start, _end) = (0, _end - _start);
        do
        {
            var read = bytes(_bytes.AsSpan(_end));
            _end += read;
            _ended = read == 0;
        }
        while (!_begun && !_ended && _end < 4);

        if (!_begun)
        {
            _begun = true;
            ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF], first = _bytes.AsSpan(.._end);
            Trouble = Encodings.Known(first);
            _start = first.StartsWith(mark) ? mark.Length : 0;
        }
    }
}
