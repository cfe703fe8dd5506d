using CanaryJudge.Contracts.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CanaryJudge.Figures;

/// <summary>A bare gRPC service that answers with what it was sent.</summary>
internal sealed class EchoService : EchoBase
{
    /// <inheritdoc />
    public override Task<EvaluateRequest> Echo(EvaluateRequest request, ServerCallContext context) => Task.FromResult(request);
}

/// <summary>What the framework binds, as the code that is generated for a service.</summary>
[BindServiceMethod(typeof(EchoBase), nameof(Bind))]
internal abstract class EchoBase
{
    /// <summary>The call.</summary>
    public static readonly Method<EvaluateRequest, EvaluateRequest> Call = new(
        MethodType.Unary, "canaryjudge.figures.Echo", "Echo", Marshaller<EvaluateRequest>(EvaluateRequest.Parser), Marshaller<EvaluateRequest>(EvaluateRequest.Parser));

    /// <summary>Called by the framework when the service is mapped.</summary>
    public static void Bind(ServiceBinderBase binder, EchoBase? service) => binder.AddMethod(Call, service is null ? null : service.Echo);

    /// <summary>Answers with the request.</summary>
    public abstract Task<EvaluateRequest> Echo(EvaluateRequest request, ServerCallContext context);

    // As the generated code does it: without a copy through an array.
    private static Marshaller<T> Marshaller<T>(MessageParser<T> parser)
        where T : IMessage<T>, IBufferMessage => Marshallers.Create(
        (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
}
