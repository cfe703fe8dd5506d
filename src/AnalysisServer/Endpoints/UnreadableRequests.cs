using Grpc.Core;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Answers INVALID_ARGUMENT to bytes that are no message. gRPC itself says UNKNOWN, since it reads a request before any interceptor runs.</summary>
/// <param name="next">The rest of the pipeline.</param>
internal sealed class UnreadableRequests(RequestDelegate next)
{
    private const string Code = "grpc-status";
    private static readonly object Read = new();

    /// <summary>Notes that the request could be read.</summary>
    /// <param name="context">The call.</param>
    public static void WasRead(HttpContext context) => context.Items[Read] = Read;

    /// <summary>Runs the call and mends the status of an unreadable one.</summary>
    /// <param name="context">The call.</param>
    /// <returns>When it is done.</returns>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context).ConfigureAwait(false);
        var answer = context.Response;
        if (!answer.HasStarted && !context.Items.ContainsKey(Read) && answer.Headers[Code] == StatusCode.Unknown.ToString("D"))
        {
            answer.Headers[Code] = StatusCode.InvalidArgument.ToString("D");
            answer.Headers["grpc-message"] = "The request is no message of this method.";
        }
    }
}
