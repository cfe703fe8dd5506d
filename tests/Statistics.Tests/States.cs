using System.Buffers;

namespace CanaryJudge.Statistics.Tests;

/// <summary>States written and read as the product does.</summary>
internal static class States
{
    internal static byte[] Bytes(IStateful from)
    {
        var writer = new ArrayBufferWriter<byte>();
        from.Exchange(StateExchange.To(writer));
        return writer.WrittenSpan.ToArray();
    }

    internal static T Restored<T>(byte[] bytes, T into)
        where T : IStateful
    {
        var state = StateExchange.From(bytes);
        into.Exchange(state);
        state.End();
        return into;
    }

    internal static T Copy<T>(T from, T into)
        where T : IStateful => Restored(Bytes(from), into);
}
