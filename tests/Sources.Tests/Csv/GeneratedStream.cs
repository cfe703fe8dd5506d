namespace CanaryJudge.Sources.Tests.Csv;

/// <summary>A head, then one byte many times: large input that is never in memory.</summary>
internal sealed class GeneratedStream(byte[] head, byte filling, long length, Exception? end = null) : Stream
{
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at >= head.Length + length && end is not null)
        {
            throw end;
        }

        var count = (int)Math.Min(buffer.Length, head.Length + length - _at);
        buffer = buffer[..count];
        buffer.Fill(filling);
        if (_at < head.Length)
        {
            var from = head.AsSpan((int)_at);
            from[..Math.Min(from.Length, count)].CopyTo(buffer);
        }

        _at += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
