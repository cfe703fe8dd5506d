namespace CanaryJudge.Sources.Csv;

/// <summary>Cuts a text into blocks of whole lines. Where it is cut is a matter of the bytes alone, not of how they arrive.</summary>
/// <param name="bytes">The text.</param>
/// <param name="size">The bytes of a block.</param>
internal sealed class LineBlocks(ReadBytes bytes, int size)
{
    /// <summary>What was read and not taken; mostly less than a line.</summary>
    private readonly byte[] _kept = new byte[size];
    private int _used;
    private bool _ended;
    private IOException? _failure;

    /// <summary>The first line that was not taken, with its end; empty when it does not end within a block.</summary>
    public ReadOnlySpan<byte> Line
    {
        get
        {
            _used = Fill(_kept, _used);
            return _kept.AsSpan(0, _kept.AsSpan(0, _used).IndexOf((byte)'\n') + 1);
        }
    }

    /// <summary>Whether a block takes all.</summary>
    public bool IsShort
    {
        get
        {
            _used = Fill(_kept, _used);
            return _ended;
        }
    }

    /// <summary>Takes the next block.</summary>
    /// <param name="block">Of the size of a block; filled.</param>
    /// <returns>Its bytes, to the end of a line or of the text; 0 at the end, and where no line ends within a block.</returns>
    public int Next(byte[] block)
    {
        _kept.AsSpan(0, _used).CopyTo(block);
        var filled = Fill(block, _used);
        var whole = _ended && _failure is null ? filled : block.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
        block.AsSpan(whole, filled - whole).CopyTo(_kept);
        _used = filled - whole;
        return whole;
    }

    /// <summary>Takes what comes next, whole lines or not; 0: the end.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public int Read(Span<byte> to)
    {
        if (_used == 0)
        {
            return _failure is null ? bytes(to) : throw _failure;
        }

        var count = Math.Min(to.Length, _used);
        _kept.AsSpan(0, count).CopyTo(to);
        _kept.AsSpan(count, _used - count).CopyTo(_kept);
        _used -= count;
        return count;
    }

    private int Fill(byte[] block, int used)
    {
        try
        {
            while (used < block.Length && !_ended)
            {
                var read = bytes(block.AsSpan(used));
                _ended = read == 0;
                used += read;
            }
        }
        catch (IOException e)
        {
            // The rows before it come first.
            (_failure, _ended) = (e, true);
        }

        return used;
    }
}
