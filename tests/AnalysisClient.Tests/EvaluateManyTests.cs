using System.Runtime.CompilerServices;
using Grpc.Core;

namespace CanaryJudge.AnalysisClient.Tests;

public sealed class EvaluateManyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_question_gets_one_answer_and_a_bad_one_ends_nothing()
    {
        await using var server = await LiveServer.StartAsync();
        var questions = Enumerable.Range(0, 40).Select(i => Question($"{i}", i == 20 ? "" : "latency_ms"));

        var answers = new Dictionary<string, JudgementAnswer>();
        await foreach (var answer in server.Client.EvaluateManyAsync(questions, Cancellation))
        {
            answers.Add(answer.Id, answer);
        }

        Assert.Equal(40, answers.Count);
        Assert.Equal("series[0].metric", answers["20"].Error!.Problems[0].Path);
        Assert.Null(answers["20"].Judgement);
        Assert.All(answers.Values.Where(a => a.Id != "20"), a => Assert.True(a is { Judgement: not null, Error: null }));
    }

    [Fact]
    public async Task Leaving_early_ends_the_stream()
    {
        await using var server = await LiveServer.StartAsync("--max-open-streams", "1");

        for (var round = 0; round < 3; round++)
        {
            var id = "";
            for (var attempt = 0; attempt < 100 && id.Length == 0; attempt++)
            {
                // The server needs a moment to notice that the stream before was left.
                try
                {
                    await foreach (var answer in server.Client.EvaluateManyAsync(Endless(Cancellation), Cancellation))
                    {
                        id = answer.Id;
                        break;
                    }
                }
                catch (JudgeRequestException e) when (e.Code == StatusCode.ResourceExhausted)
                {
                    await Task.Delay(20, Cancellation);
                }
            }

            Assert.NotEqual("", id);
        }
    }

    [Fact]
    public async Task A_failure_of_the_questions_reaches_the_caller()
    {
        await using var server = await LiveServer.StartAsync();

        var e = await Assert.ThrowsAsync<FileNotFoundException>(async () =>
        {
            await foreach (var _ in server.Client.EvaluateManyAsync(Failing(), Cancellation))
            {
            }
        });

        Assert.Equal("the next case is gone", e.Message);
    }

    [Fact]
    public async Task A_cancelled_stream_is_a_cancelled_operation()
    {
        await using var server = await LiveServer.StartAsync();
        using var leaving = new CancellationTokenSource(300);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in server.Client.EvaluateManyAsync(Endless(leaving.Token), leaving.Token))
            {
            }
        });
    }

    private static JudgementQuestion Question(string id, string metric) => new(id, new JudgementRequestBuilder().Samples(metric, [1, 2, 3], [1, 2, 4]).Build());

    private static async IAsyncEnumerable<JudgementQuestion> Endless([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = 0; ; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return Question($"{i}", "latency_ms");
        }
    }

    private static async IAsyncEnumerable<JudgementQuestion> Failing()
    {
        yield return Question("first", "latency_ms");
        await Task.Yield();
        throw new FileNotFoundException("the next case is gone");
    }
}
