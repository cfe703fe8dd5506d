using CanaryJudge.AnalysisClient;
using Grpc.Core;

namespace CanaryJudge.Cli;

/// <summary>Calls of a server: what goes wrong is told in one line, with its exit code.</summary>
internal static class ServerCall
{
    /// <summary>Makes calls.</summary>
    /// <param name="server">The server's address, for messages.</param>
    /// <param name="calls">Makes them.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">No answer came in time.</exception>
    public static async Task<int> RunAsync(string server, Func<Task<int>> calls)
    {
        try
        {
            return await calls().ConfigureAwait(false);
        }
        catch (JudgeRequestException refused)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: the server refused the request: {refused.Message}").ConfigureAwait(false);
            return ExitCode.Usage;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded)
        {
            throw new TimeoutException($"no answer from {server} in time (--timeout)", e);
        }
        catch (RpcException e)
        {
            // A status of the call's own failure has its exception; one that the server sent has not, and says what helps.
            var hint = e.Status.DebugException is null ? "" : " Is a server listening there, at its gRPC port? Start one with: canaryjudge serve";
            await Console.Error.WriteLineAsync($"canaryjudge: {server} cannot answer now: {e.Status.Detail}{hint}").ConfigureAwait(false);
            return ExitCode.Unavailable;
        }
    }
}
