using CanaryJudge.Contracts.V1;
using Google.Rpc;

namespace CanaryJudge.AnalysisServer.Tests.Endpoints;

public sealed class StreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_question_is_answered_under_its_id()
    {
        await using var server = await RunningServer.StartAsync();
        var ids = Enumerable.Range(0, 50).Select(i => $"release-{i}").ToList();

        var answers = await AskAsync(server, ids.Select(id => new EvaluateStreamRequest { Id = id, Request = Requests.Named(id) }));

        Assert.Equal(ids.Order(StringComparer.Ordinal), answers.Select(a => a.Id).Order(StringComparer.Ordinal));
        Assert.All(answers, a => Assert.Equal(a.Id, a.Judgement.Policy));
    }

    [Fact]
    public async Task Answers_come_in_order_of_completion()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide, "--max-concurrent-evaluations", "2");
        using var call = server.Judge.EvaluateStream(cancellationToken: Cancellation);
        await call.RequestStream.WriteAsync(new() { Id = "slow", Request = Requests.Samples() }, Cancellation);
        await Soon.True(() => judge.Started == 1);
        await call.RequestStream.WriteAsync(new() { Id = "fast", Request = Requests.Named(HeldJudge.Quick) }, Cancellation);
        await call.RequestStream.CompleteAsync();

        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        var first = call.ResponseStream.Current.Id;
        judge.Open();
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        var second = call.ResponseStream.Current.Id;

        Assert.Equal(("fast", "slow"), (first, second));
        Assert.False(await call.ResponseStream.MoveNext(Cancellation));
    }

    [Fact]
    public async Task Bad_questions_get_their_errors_and_the_good_ones_their_judgements()
    {
        await using var server = await RunningServer.StartAsync("--max-series-per-request", "2");
        var noArm = Requests.Samples();
        noArm.Series[1].Arm = Series.Types.Arm.Unspecified;
        EvaluateStreamRequest[] questions =
        [
            new() { Id = "good-1", Request = Requests.Samples() },
            new() { Id = "no-arm", Request = noArm },
            new() { Id = "too-many", Request = Requests.EveryKind() },
            new() { Id = "no-request" },
            new() { Request = Requests.Samples() },
            new() { Id = "good-2", Request = Requests.Samples() },
        ];

        var answers = (await AskAsync(server, questions)).ToDictionary(a => a.Id);

        Assert.Equal(6, answers.Count);
        Assert.NotNull(answers["good-1"].Judgement);
        Assert.NotNull(answers["good-2"].Judgement);
        Assert.Equal("series[1].arm", answers["no-arm"].Error.GetDetail<BadRequest>()!.FieldViolations.Single().Field);
        Assert.Equal((int)Code.ResourceExhausted, answers["too-many"].Error.Code);
        Assert.Equal("Limits:MaxSeriesPerRequest", answers["too-many"].Error.GetDetail<QuotaFailure>()!.Violations.Single().Subject);
        Assert.Equal("request", answers["no-request"].Error.GetDetail<BadRequest>()!.FieldViolations.Single().Field);
        Assert.Equal("id", answers[""].Error.GetDetail<BadRequest>()!.FieldViolations.Single().Field);
    }

    [Fact]
    public async Task A_stream_reads_no_more_than_it_may_have_in_flight()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide, "--max-concurrent-evaluations", "8", "--max-in-flight-per-stream", "2");
        using var call = server.Judge.EvaluateStream(cancellationToken: Cancellation);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 6; i++)
            {
                await call.RequestStream.WriteAsync(new() { Id = $"{i}", Request = Requests.Samples() }, Cancellation);
            }

            await call.RequestStream.CompleteAsync();
        }, Cancellation);

        await Soon.True(() => judge.Started == 2);
        await Task.Delay(200, Cancellation);
        var startedWhileHeld = judge.Started;
        judge.Open();
        var answered = 0;
        while (await call.ResponseStream.MoveNext(Cancellation))
        {
            answered++;
        }

        await writing;
        Assert.Equal(2, startedWhileHeld);
        Assert.Equal(6, answered);
        Assert.Equal(2, judge.Most);
    }

    [Fact]
    public async Task Streams_wait_for_a_slot_where_single_calls_are_refused()
    {
        await using var server = await RunningServer.StartAsync("--max-concurrent-evaluations", "1", "--max-queued-evaluations", "0");

        var answers = await AskAsync(server, Enumerable.Range(0, 30).Select(i => new EvaluateStreamRequest { Id = $"{i}", Request = Requests.Samples() }));

        Assert.All(answers, a => Assert.NotNull(a.Judgement));
    }

    [Fact]
    public async Task A_stream_without_questions_ends_without_answers()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Empty(await AskAsync(server, []));
    }

    private static async Task<List<EvaluateStreamResponse>> AskAsync(RunningServer server, IEnumerable<EvaluateStreamRequest> questions)
    {
        using var call = server.Judge.EvaluateStream(cancellationToken: Cancellation);
        var writing = Task.Run(async () =>
        {
            foreach (var question in questions)
            {
                await call.RequestStream.WriteAsync(question, Cancellation);
            }

            await call.RequestStream.CompleteAsync();
        }, Cancellation);
        var answers = new List<EvaluateStreamResponse>();
        while (await call.ResponseStream.MoveNext(Cancellation))
        {
            answers.Add(call.ResponseStream.Current);
        }

        await writing;
        return answers;
    }
}
