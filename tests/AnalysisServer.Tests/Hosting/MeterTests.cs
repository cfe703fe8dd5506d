namespace CanaryJudge.AnalysisServer.Tests.Hosting;

public sealed class MeterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Judgements_are_counted_by_verdict_timed_and_measured()
    {
        await using var server = await RunningServer.StartAsync();
        var request = Requests.EveryKind();

        var answer = await server.Judge.EvaluateAsync(request, cancellationToken: Cancellation);
        await server.Judge.EvaluateAsync(request, cancellationToken: Cancellation);

        var verdict = answer.Judgement.Verdict.ToString().ToLowerInvariant();
        Assert.Equal(2, await server.MeterAsync($"canaryjudge_evaluations_total{{verdict=\"{verdict}\"}}"));
        Assert.Equal(2, await server.MeterAsync("canaryjudge_evaluation_seconds_count"));
        Assert.Equal(2.0 * request.CalculateSize(), await server.MeterAsync("canaryjudge_request_bytes_sum"));
        Assert.Equal(2.0 * answer.Judgement.CalculateSize(), await server.MeterAsync("canaryjudge_response_bytes_sum"));
        Assert.Equal(0, await server.MeterAsync("canaryjudge_evaluations_in_flight"));
    }

    [Fact]
    public async Task Running_evaluations_are_shown_and_refused_ones_are_not_counted()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide);
        var bad = Requests.Samples();
        bad.Series[0].Metric = "";
        var running = server.Judge.EvaluateAsync(Requests.Samples(), cancellationToken: Cancellation).ResponseAsync;
        await Soon.True(() => judge.Now == 1);

        await Refusals.OfAsync(server, bad);
        var inFlight = await server.MeterAsync("canaryjudge_evaluations_in_flight");
        judge.Open();
        await running;

        Assert.Equal(1, inFlight);
        Assert.Equal(1, await server.MeterAsync("canaryjudge_evaluation_seconds_count"));
    }

    [Fact]
    public async Task Two_servers_in_one_process_count_apart()
    {
        await using var first = await RunningServer.StartAsync();
        await using var second = await RunningServer.StartAsync();

        await first.Judge.EvaluateAsync(Requests.Samples(), cancellationToken: Cancellation);

        Assert.Equal(1, await first.MeterAsync("canaryjudge_evaluation_seconds_count"));
        Assert.Equal(0, await second.MeterAsync("canaryjudge_evaluation_seconds_count"));
    }
}
