using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Answers the questions of streams, each as it is done, reading on only while there is room.</summary>
/// <param name="evaluator">Evaluates one.</param>
/// <param name="errors">Turns a failed one into its status.</param>
/// <param name="limits">How many at the same time.</param>
/// <param name="drain">Ends streams when the server stops.</param>
internal sealed class StreamAnswers(Evaluator evaluator, ErrorInterceptor errors, LimitOptions limits, Drain drain)
{
    private int _open;

    /// <summary>Answers one stream until its caller has no more questions.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="answers">Takes the answers.</param>
    /// <param name="context">The call.</param>
    /// <returns>When every question read is answered.</returns>
    public async Task RunAsync(IAsyncStreamReader<EvaluateStreamRequest> questions, IServerStreamWriter<EvaluateStreamResponse> answers, ServerCallContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _open) > limits.MaxOpenStreams)
            {
                throw new LimitExceededException(nameof(LimitOptions.MaxOpenStreams), limits.MaxOpenStreams, $"{limits.MaxOpenStreams:N0} streams are open.");
            }

            await AnswerAllAsync(questions, answers, context).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task AnswerAllAsync(IAsyncStreamReader<EvaluateStreamRequest> questions, IServerStreamWriter<EvaluateStreamResponse> answers, ServerCallContext context)
    {
        using var room = new SemaphoreSlim(limits.MaxInFlightPerStream);
        using var oneWriter = new SemaphoreSlim(1);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Begun);
        var running = new List<Task>();
        try
        {
            // Room first, then read: what is not read waits in the caller's hands.
            await room.WaitAsync(reading.Token).ConfigureAwait(false);
            while (await questions.MoveNext(reading.Token).ConfigureAwait(false))
            {
                running.RemoveAll(t => t.IsCompletedSuccessfully);
                running.Add(AnswerOneAsync(questions.Current));
                await room.WaitAsync(reading.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (drain.Begun.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested && e is OperationCanceledException or RpcException)
        {
            await Task.WhenAll(running).ConfigureAwait(false);
            throw new ShuttingDownException();
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(running).ConfigureAwait(false);

        async Task AnswerOneAsync(EvaluateStreamRequest question)
        {
            try
            {
                var answer = await AnswerAsync(question, context).ConfigureAwait(false);
                await oneWriter.WaitAsync(context.CancellationToken).ConfigureAwait(false);
                try
                {
                    await answers.WriteAsync(answer, context.CancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    oneWriter.Release();
                }
            }
            finally
            {
                room.Release();
            }
        }
    }

    private async Task<EvaluateStreamResponse> AnswerAsync(EvaluateStreamRequest question, ServerCallContext context)
    {
        try
        {
            Require(question);
            var judgement = await evaluator.EvaluateAsync(question.Request, bounded: false, context.CancellationToken).ConfigureAwait(false);
            return new() { Id = question.Id, Judgement = judgement };
        }
        catch (Exception e) when (!context.CancellationToken.IsCancellationRequested)
        {
            return new() { Id = question.Id, Error = errors.Turned(e, context) };
        }
    }

    private static void Require(EvaluateStreamRequest question)
    {
        if (question.Id.Length == 0)
        {
            throw new InvalidRequestException("id", "The id is empty; it joins the answer to the question.");
        }

        if (question.Request is null)
        {
            throw new InvalidRequestException("request", "The request is missing.");
        }
    }
}
