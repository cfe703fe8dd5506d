using System.Text;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Csv;

/// <summary>Decodes a stream as UTF-8, notices what no text holds, reports progress and can be cancelled.</summary>
internal sealed class CheckedReader(Stream stream, string file, Action<int> progress, CancellationToken cancellation) : TextReader
{
    /// <summary>Small enough for buffers that the garbage collector moves cheaply; larger ones read no faster.</summary>
    private const int Chunk = 1 << 15;
    private readonly byte[] _bytes = new byte[Chunk];
    private readonly char[] _chars = new char[Chunk + 8];
    private readonly Decoder _decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false).GetDecoder();
    private readonly FieldLimit _fields = new(file);
    private int _next;
    private int _count;
    private bool _begun;
    private bool _ended;

    /// <summary>Whether a NUL or what was no UTF-8 has been seen so far; the record that holds it is found by its characters.</summary>
    public bool Suspicious { get; private set; }

    /// <inheritdoc />
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc />
    public override int ReadBlock(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc />
    public override int ReadBlock(Span<char> buffer)
    {
        var filled = 0;
        for (var read = Read(buffer); read > 0; read = Read(buffer[filled..]))
        {
            filled += read;
        }

        return filled;
    }

    /// <inheritdoc />
    public override int Read(Span<char> buffer)
    {
        while (_next == _count && !_ended)
        {
            Fill();
        }

        var taken = Math.Min(buffer.Length, _count - _next);
        _chars.AsSpan(_next, taken).CopyTo(buffer);
        _next += taken;
        return taken;
    }

    /// <inheritdoc />
    public override int Read() => throw new NotSupportedException();

    /// <inheritdoc />
    public override int Peek() => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        cancellation.ThrowIfCancellationRequested();

        // The first bytes are looked at together, so a stream that gives them one by one must fill them first.
        var read = _begun ? stream.Read(_bytes) : stream.ReadAtLeast(_bytes, 4, throwOnEndOfStream: false);
        var bytes = _bytes.AsSpan(0, read);
        if (!_begun)
        {
            bytes = Begin(bytes);
        }

        progress(read);
        _ended = read == 0;
        _next = 0;
        _count = _decoder.GetChars(bytes, _chars, flush: _ended);
        _fields.Pass(_chars.AsSpan(0, _count));
        Suspicious |= _chars.AsSpan(0, _count).ContainsAny('\0', '\uFFFD');
    }

    private Span<byte> Begin(Span<byte> bytes)
    {
        _begun = true;
        return Encodings.Known(bytes) is { } known
            ? throw new DataRefusedException(new(file, 1, 0, "", known))
            : bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
    }
}
