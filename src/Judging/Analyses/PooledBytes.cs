using System.Buffers;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Bytes that are written and soon copied: their room is borrowed, so that a batch leaves no garbage but its entry.</summary>
/// <param name="capacity">How many are expected; more are taken too.</param>
internal sealed class PooledBytes(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] _room = ArrayPool<byte>.Shared.Rent(capacity);
    private int _written;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _room.AsSpan(0, _written);

    /// <inheritdoc />
    public void Advance(int count) => _written += count;

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Require(sizeHint);
        return _room.AsMemory(_written);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Require(sizeHint);
        return _room.AsSpan(_written);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_room);
        _room = [];
    }

    private void Require(int free)
    {
        if (_room.Length - _written >= Math.Max(1, free))
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(2L * _room.Length, (long)_written + free)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_room);
        _room = larger;
    }
}
