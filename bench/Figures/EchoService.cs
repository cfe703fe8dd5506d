using CanaryJudge.Contracts.V1;
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
        MethodType.Unary, "canaryjudge.figures.Echo", "Echo", BareMarshaller.Of(EvaluateRequest.Parser), BareMarshaller.Of(EvaluateRequest.Parser));

    /// <summary>Called by the framework when the service is mapped.</summary>
    public static void Bind(ServiceBinderBase binder, EchoBase? service) => binder.AddMethod(Call, service is null ? null : service.Echo);

    /// <summary>Answers with the request.</summary>
    public abstract Task<EvaluateRequest> Echo(EvaluateRequest request, ServerCallContext context);
}
