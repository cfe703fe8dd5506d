using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.Figures;

/// <summary>A bare gRPC service that answers with what it was sent.</summary>
[BindServiceMethod(typeof(EchoService), nameof(Bind))]
internal sealed class EchoService
{
    /// <summary>The call.</summary>
    public static readonly Method<EvaluateRequest, EvaluateRequest> Method = new(
        MethodType.Unary, "canaryjudge.figures.Echo", "Echo", Marshaller<EvaluateRequest>(EvaluateRequest.Parser), Marshaller<EvaluateRequest>(EvaluateRequest.Parser));

    /// <summary>Called by the framework when the service is mapped.</summary>
    public static void Bind(ServiceBinderBase binder, EchoService? service) => binder.AddMethod(Method, (request, _) => Task.FromResult(request));

    // As the generated code does it: without a copy through an array.
    private static Marshaller<T> Marshaller<T>(Google.Protobuf.MessageParser<T> parser)
        where T : Google.Protobuf.IMessage<T>, Google.Protobuf.IBufferMessage => Marshallers.Create(
        (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            Google.Protobuf.MessageExtensions.WriteTo(message, context.GetBufferWriter());
            context.Complete();
        },
        context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
}
