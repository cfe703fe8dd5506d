using Google.Protobuf;
using Grpc.Core;

namespace CanaryJudge.Figures;

/// <summary>How messages go over the wire in services without generated code: as in such code, without a copy through an array.</summary>
internal static class BareMarshaller
{
    /// <summary>For one type of message.</summary>
    public static Marshaller<T> Of<T>(MessageParser<T> parser)
        where T : IMessage<T>, IBufferMessage => Marshallers.Create(
        (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
}
