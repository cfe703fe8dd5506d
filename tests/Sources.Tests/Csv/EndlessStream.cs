namespace CanaryJudge.Sources.Tests.Csv;

/// <summary>A stream that begins with some bytes and repeats others until it is long enough; nothing is held.</summary>
internal sealed class EndlessStream(byte[] begin, byte[] again, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        count = (int)Math.Min(count, length - _position);
        for (var i = 0; i < count; i++, _position++)
        {
            buffer[offset + i] = _position < begin.Length ? begin[_position] : again[(_position - begin.Length) % again.Length];
        }

        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
