using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.Figures;

/// <summary>A stream of batches that are acknowledged and thrown away.</summary>
internal sealed class BareStream : BareStreamBase
{
    /// <inheritdoc />
    public override async Task Take(IAsyncStreamReader<IngestRequest> batches, IServerStreamWriter<IngestResponse> acks, ServerCallContext context)
    {
        while (await batches.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            await acks.WriteAsync(new() { Sequence = batches.Current.Sequence }, context.CancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>What the framework binds, as the code that is generated for a service.</summary>
[BindServiceMethod(typeof(BareStreamBase), nameof(Bind))]
internal abstract class BareStreamBase
{
    /// <summary>The call.</summary>
    public static readonly Method<IngestRequest, IngestResponse> Call = new(
        MethodType.DuplexStreaming, "canaryjudge.figures.Bare", "Take", BareMarshaller.Of(IngestRequest.Parser), BareMarshaller.Of(IngestResponse.Parser));

    /// <summary>Called by the framework when the service is mapped.</summary>
    public static void Bind(ServiceBinderBase binder, BareStreamBase? service) => binder.AddMethod(Call, service is null ? null : service.Take);

    /// <summary>Acknowledges batches.</summary>
    public abstract Task Take(IAsyncStreamReader<IngestRequest> batches, IServerStreamWriter<IngestResponse> acks, ServerCallContext context);
}
