using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.AnalysisClient;

/// <summary>Writes the questions of a stream while its answers are read.</summary>
internal static class QuestionWriter
{
    /// <summary>Writes all of them; when the questions themselves fail, the stream is stopped.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="stream">Takes them as fast as the server does.</param>
    /// <param name="stop">Stops the stream.</param>
    /// <returns>When all are written.</returns>
    public static async Task WriteAsync(IAsyncEnumerable<JudgementQuestion> questions, IClientStreamWriter<EvaluateStreamRequest> stream, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var question in questions.WithCancellation(stop.Token).ConfigureAwait(false))
            {
                await stream.WriteAsync(new() { Id = question.Id, Request = question.Request }, stop.Token).ConfigureAwait(false);
            }

            await stream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (RpcException or OperationCanceledException))
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits for the writer of a stream that has ended, and throws what its questions threw.</summary>
    /// <param name="writing">The writer.</param>
    /// <returns>When the writer has ended without a failure of the questions.</returns>
    public static async Task FailureOfQuestionsAsync(Task writing)
    {
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // A writer also fails when the stream ends under it: gRPC throws an InvalidOperationException then.
        if (writing.IsFaulted && writing.Exception.InnerException is not (RpcException or InvalidOperationException))
        {
            await writing.ConfigureAwait(false);
        }
    }
}
