using Grpc.Core;

namespace CanaryJudge.AnalysisClient;

/// <summary>What all calls share.</summary>
internal static class Calls
{
    /// <summary>Makes a call; what the server refuses, and what the caller cancels, is thrown as such.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="cancellation">The caller's.</param>
    /// <returns>The answer.</returns>
    public static async Task<T> ToldAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (RpcException e) when (cancellation.IsCancellationRequested)
        {
            // Whatever the call made of it: CANCELLED, or UNAVAILABLE because its connection was cut.
            throw new OperationCanceledException(e.Status.Detail, e, cancellation);
        }
        catch (RpcException e)
        {
            if (Refusal.Of(e) is { } refusal)
            {
                throw refusal;
            }

            throw;
        }
    }

    /// <summary>A call's options.</summary>
    /// <param name="deadline">How long it may take, retries included.</param>
    /// <param name="cancellation">Ends it.</param>
    public static CallOptions Options(TimeSpan deadline, CancellationToken cancellation) =>
        new(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + deadline, cancellationToken: cancellation);
}
