namespace CanaryJudge.Sources.Csv;

/// <summary>One block of a file, which is read beside others; used again for the next.</summary>
internal sealed class CsvBlock
{
    private const int Buffer = 1 << 16;
    private readonly byte[] _bytes;
    private int _length;

    /// <param name="name">The file.</param>
    /// <param name="size">The bytes of a block.</param>
    /// <param name="reader">Makes a reader of rows that notes mistakes in a log.</param>
    public CsvBlock(string name, int size, Func<ProblemLog, RowReader> reader)
    {
        _bytes = new byte[size];
        Rows = new(name, 1, Log) { Reader = reader(Log) };
    }

    /// <summary>The line where it begins.</summary>
    public long Line { get; private set; }

    /// <summary>Reads the rows.</summary>
    public CsvRows Rows { get; }

    /// <summary>The mistakes in it.</summary>
    public ProblemLog Log { get; } = new();

    /// <summary>Reads what was filled in, when it is run.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>Fills in the next lines.</summary>
    /// <param name="text">The file.</param>
    /// <param name="line">The line where it goes on; afterwards the line after the block.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Whether there were any.</returns>
    public bool Fill(LineBlocks text, ref long line, CancellationToken cancellation)
    {
        _length = text.Next(_bytes);
        if (_length == 0)
        {
            return false;
        }

        Line = line;
        line += _bytes.AsSpan(0, _length).Count((byte)'\n');
        Log.Clear();
        Rows.Restart(Line);
        Reading = new(() => Rows.Read(Text(), Buffer, (_, _) => null, _ => true, cancellation));
        return true;
    }

    /// <summary>Its text, from the beginning.</summary>
    public ReadBytes Text() => new MemoryStream(_bytes, 0, _length).Read;
}
