using System.Buffers;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Analyses;

/// <summary>The state of a part that carries it out and in by itself, inside the state of an analysis.</summary>
internal static class PartState
{
    /// <summary>Writes a part, its length before it.</summary>
    public static void Write(StateWriter to, IStateful part)
    {
        var state = new ArrayBufferWriter<byte>();
        part.Exchange(StateExchange.To(state));
        to.Bytes(state.WrittenSpan);
    }

    /// <summary>Fills a part from all of its bytes.</summary>
    /// <exception cref="DamagedStateException">They are cut, too long, or of another version.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, IStateful part)
    {
        try
        {
            var state = StateExchange.From(bytes.ToArray());
            part.Exchange(state);
            state.End();
        }
        catch (FormatException e)
        {
            throw new DamagedStateException(e.Message, e);
        }
    }
}
