using System.Runtime.CompilerServices;
using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CanaryJudge.AnalysisClient;

/// <summary>Calls a CanaryJudge server. Safe to share between threads; one client per server is enough.</summary>
/// <remarks>
/// Errors: <see cref="JudgeRequestException"/> for a request that the server refuses, <see cref="OperationCanceledException"/> when the caller
/// cancels, <see cref="RpcException"/> for the rest: DEADLINE_EXCEEDED, and UNAVAILABLE once all retries failed.
/// </remarks>
public sealed class JudgeClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly JudgeService.JudgeServiceClient _judge;
    private readonly JudgeClientOptions _options;

    private JudgeClient(GrpcChannel channel, JudgeClientOptions options)
    {
        _channel = channel;
        _judge = new(channel);
        _options = options;
    }

    /// <summary>Makes a client. Nothing is sent before the first call.</summary>
    /// <param name="address">The server's gRPC door: <c>http://127.0.0.1:50051</c> or <c>127.0.0.1:50051</c>.</param>
    /// <param name="options">How to call; null: the defaults.</param>
    /// <returns>The client.</returns>
    public static JudgeClient Connect(string address, JudgeClientOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        options ??= new();
        return new(ChannelSettings.Open(address, options), options);
    }

    /// <summary>Judges one snapshot.</summary>
    /// <param name="request">The policy and the data.</param>
    /// <param name="deadline">How long the call may take; null: <see cref="JudgeClientOptions.Deadline"/>.</param>
    /// <param name="cancellation">Ends the call, and the work on the server.</param>
    /// <returns>The judgement.</returns>
    public async Task<Judgement> EvaluateAsync(EvaluateRequest request, TimeSpan? deadline, CancellationToken cancellation)
    {
        var answer = await Calls.ToldAsync(() => _judge.EvaluateAsync(request, Options(deadline, cancellation)).ResponseAsync, cancellation).ConfigureAwait(false);
        return answer.Judgement;
    }

    /// <summary>Judges one snapshot.</summary>
    /// <param name="request">The policy and the data.</param>
    /// <param name="cancellation">Ends the call, and the work on the server.</param>
    /// <returns>The judgement.</returns>
    public Task<Judgement> EvaluateAsync(JudgementRequestBuilder request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return EvaluateAsync(request.Build(), deadline: null, cancellation);
    }

    /// <summary>Lists what is wrong with a policy.</summary>
    /// <param name="policyYaml">The text of a policy file, YAML or JSON.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The problems; none for a good policy.</returns>
    public Task<LintResponse> LintAsync(string policyYaml, CancellationToken cancellation) =>
        LintAsync(new LintRequest { PolicyYaml = policyYaml }, cancellation);

    /// <summary>Lists what is wrong with a policy.</summary>
    /// <param name="request">The policy, as text or as a message.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The problems; none for a good policy.</returns>
    public Task<LintResponse> LintAsync(LintRequest request, CancellationToken cancellation) =>
        Calls.ToldAsync(() => _judge.LintAsync(request, Options(deadline: null, cancellation)).ResponseAsync, cancellation);

    /// <summary>Judges many snapshots over one stream. Answers come as each is done, not in the order of the questions.</summary>
    /// <param name="questions">Read as fast as the server takes them.</param>
    /// <param name="cancellation">Ends the stream; so does leaving the loop early.</param>
    /// <returns>One answer per question. A refused question is an answer with an error and ends nothing.</returns>
    public async IAsyncEnumerable<JudgementAnswer> EvaluateManyAsync(
        IAsyncEnumerable<JudgementQuestion> questions, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var call = _judge.EvaluateStream(cancellationToken: stop.Token);
        var writing = QuestionWriter.WriteAsync(questions, call.RequestStream, stop);
        try
        {
            while (await ReadAsync(call.ResponseStream, writing, stop, cancellation).ConfigureAwait(false))
            {
                var answer = call.ResponseStream.Current;
                yield return new(answer.Id, answer.Judgement, answer.Error is { } error ? Refusal.Of(error) : null);
            }

            await writing.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Judges many snapshots over one stream. Answers come as each is done, not in the order of the questions.</summary>
    /// <param name="questions">Read as fast as the server takes them.</param>
    /// <param name="cancellation">Ends the stream; so does leaving the loop early.</param>
    /// <returns>One answer per question. A refused question is an answer with an error and ends nothing.</returns>
    public IAsyncEnumerable<JudgementAnswer> EvaluateManyAsync(IEnumerable<JudgementQuestion> questions, CancellationToken cancellation) =>
        EvaluateManyAsync(questions.ToAsyncEnumerable(), cancellation);

    /// <inheritdoc />
    public void Dispose() => _channel.Dispose();

    private static Task<bool> ReadAsync(IAsyncStreamReader<EvaluateStreamResponse> answers, Task writing, CancellationTokenSource stop, CancellationToken cancellation) =>
        Calls.ToldAsync(
            async () =>
            {
                try
                {
                    return await answers.MoveNext(CancellationToken.None).ConfigureAwait(false);
                }
                catch (RpcException)
                {
                    // When the caller's own questions failed, that is what the caller wants to hear.
                    await stop.CancelAsync().ConfigureAwait(false);
                    await QuestionWriter.FailureOfQuestionsAsync(writing).ConfigureAwait(false);
                    throw;
                }
            },
            cancellation);

    private CallOptions Options(TimeSpan? deadline, CancellationToken cancellation) => Calls.Options(deadline ?? _options.Deadline, cancellation);
}
