using CanaryJudge.AnalysisServer.Telemetry;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Status = Google.Rpc.Status;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>The one place that turns exceptions into statuses.</summary>
/// <param name="clock">Tells a passed deadline from a caller who left.</param>
/// <param name="log">Bugs go there, with their stack.</param>
internal sealed class ErrorInterceptor(TimeProvider clock, ILogger<ErrorInterceptor> log) : Interceptor
{
    /// <inheritdoc />
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        UnreadableRequests.WasRead(context.GetHttpContext());
        try
        {
            return await continuation(request, context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Turned(e, context).ToRpcException();
        }
    }

    /// <inheritdoc />
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        UnreadableRequests.WasRead(context.GetHttpContext());
        try
        {
            await continuation(requestStream, responseStream, context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Turned(e, context).ToRpcException();
        }
    }

    /// <inheritdoc />
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        UnreadableRequests.WasRead(context.GetHttpContext());
        try
        {
            await continuation(request, responseStream, context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Turned(e, context).ToRpcException();
        }
    }

    /// <summary>The status of an exception; a bug is logged.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="context">The call.</param>
    /// <returns>The status.</returns>
    public Status Turned(Exception exception, ServerCallContext context)
    {
        var status = StatusOf.Known(exception) ?? Ended(exception, context);
        if (status is not null)
        {
            Log.Refused(log, context.Method, ((Code)status.Code).ToString());
            return status;
        }

        var incident = Guid.NewGuid().ToString("N")[..12];
        Log.Failed(log, exception, context.Method, incident);
        return StatusOf.Bug(incident);
    }

    // A call whose caller left, or whose time is over, fails in many ways (a broken pipe, a cancelled read); all mean the same.
    private Status? Ended(Exception exception, ServerCallContext context)
    {
        if (clock.GetUtcNow().UtcDateTime >= context.Deadline && exception is OperationCanceledException)
        {
            return new() { Code = (int)Code.DeadlineExceeded, Message = "The deadline passed before the answer was ready." };
        }

        return context.CancellationToken.IsCancellationRequested && exception is OperationCanceledException or IOException
            ? new() { Code = (int)Code.Cancelled, Message = "The caller left." }
            : null;
    }
}
