using CanaryJudge.AnalysisServer.Hosting;
using Grpc.Core;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Calls and the drain.</summary>
internal static class DrainCalls
{
    /// <summary>Lets a call in, and the drain wait until the last byte of its answer is written: a connection that closes before loses it.</summary>
    /// <param name="drain">The drain.</param>
    /// <param name="context">The call.</param>
    /// <exception cref="ShuttingDownException">No new work is taken.</exception>
    public static void EnterCall(this Drain drain, ServerCallContext context)
    {
        if (drain.Begun.IsCancellationRequested)
        {
            throw new ShuttingDownException();
        }

        context.GetHttpContext().Response.RegisterForDispose(drain.Enter());
    }
}
