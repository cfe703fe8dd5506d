namespace CanaryJudge.Sources.Tests.Csv;

/// <summary>Gives its bytes in pieces, as a pipe may.</summary>
internal sealed class TricklingStream(byte[] bytes, int piece) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, piece)]);
}
