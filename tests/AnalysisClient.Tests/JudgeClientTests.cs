using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.AnalysisClient.Tests;

public sealed class JudgeClientTests
{
    private static readonly DateTimeOffset Start = new(2025, 10, 9, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static JudgementRequestBuilder Good => new JudgementRequestBuilder().Samples("latency_ms", [1, 2, 3, 4, 5], [1, 2, 3, 4, 6]);

    [Fact]
    public async Task Arrays_of_every_kind_are_judged()
    {
        await using var server = await LiveServer.StartAsync();

        var judgement = await server.Client.EvaluateAsync(
            new JudgementRequestBuilder()
                .Samples("latency_ms", [10, 11, 12], [10, 12, 13])
                .Points("cpu_percent", Start, Minute, [40, double.NaN, 42], [41, 42, 43])
                .Ratio("errors", Start, Minute, new(new ulong[] { 1, 0 }, new ulong[] { 900, 950 }), new(new ulong[] { 0, 2 }, new ulong[] { 100, 90 }))
                .Count("restarts", Start, Minute, new(new ulong[] { 0, 1 }, new double[] { 60, 60 }), new(new ulong[] { 0, 0 }, new double[] { 60, 60 }))
                .Histogram("size_bytes", Start, Minute, [100, double.PositiveInfinity], [[5, 1], [6, 0]], [[4, 1], [5, 2]])
                .ExponentialHistogram("wait_s", Start, Minute, 3, [new(-4, new ulong[] { 5, 1 }) { ZeroCount = 2 }], [new(-2, new ulong[] { 6 }) { Scale = 2, NegativeCounts = new ulong[] { 1 } }])
                .ExpectedSplit(0.5)
                .Seed(7),
            Cancellation);

        Assert.Equal((8, 7), (judgement.Metrics.Single(m => m.Name == "wait_s").Baseline.Count, judgement.Metrics.Single(m => m.Name == "wait_s").Canary.Count));
        Assert.Equal(Warning.Types.Code.SplitMismatch, Assert.Single(judgement.Warnings).Code);
        Assert.Equal(["cpu_percent", "errors", "latency_ms", "restarts", "size_bytes", "wait_s"], judgement.Metrics.Select(m => m.Name).Order());
        Assert.Equal(7UL, judgement.Seed);
    }

    [Fact]
    public void Times_count_from_the_start_in_nanoseconds()
    {
        var request = new JudgementRequestBuilder().Points("cpu", Start, Minute, [1, 2], [3]).Build();

        Assert.Equal([1_759_996_800_000_000_000, 1_759_996_860_000_000_000], request.Series[0].Points.TimeUnixNano);
        Assert.Equal((Series.Types.Arm.Canary, 3.0), (request.Series[1].Arm, request.Series[1].Points.Value.Single()));
    }

    [Fact]
    public async Task A_refused_request_lists_every_problem()
    {
        await using var server = await LiveServer.StartAsync();
        var request = Good.Samples("latency_ms", [1], [2]).Add(new Series { Arm = Series.Types.Arm.Canary });

        var e = await Assert.ThrowsAsync<JudgeRequestException>(() => server.Client.EvaluateAsync(request, Cancellation));

        Assert.Equal(StatusCode.InvalidArgument, e.Code);
        Assert.Equal(["series[2]", "series[3]", "series[4].metric", "series[4]"], e.Problems.Select(p => p.Path));
        Assert.Contains("series[2]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_names_its_setting()
    {
        await using var server = await LiveServer.StartAsync("--max-series-per-request", "1");

        var e = await Assert.ThrowsAsync<JudgeRequestException>(() => server.Client.EvaluateAsync(Good, Cancellation));

        Assert.Equal((StatusCode.ResourceExhausted, "Limits:MaxSeriesPerRequest"), (e.Code, Assert.Single(e.Problems).Path));
    }

    [Fact]
    public async Task A_policy_can_be_checked_alone()
    {
        await using var server = await LiveServer.StartAsync();

        var good = await server.Client.LintAsync("apiVersion: canaryjudge/v1\nkind: Policy\nmetrics:\n  - {name: latency_ms}\n", Cancellation);
        var bad = await server.Client.LintAsync("apiVersion: canaryjudge/v1\nkind: Policy\nmetrics:\n  - {name: latency_ms, toleranc: 5%}\n", Cancellation);

        Assert.True(good.Valid);
        Assert.Equal("metrics[0].toleranc", Assert.Single(bad.Problems).Path);
    }

    [Fact]
    public async Task Unavailable_is_tried_again_and_a_late_success_is_a_success()
    {
        await using var judge = await Failing(StatusCode.Unavailable, times: 2).StartAsync();
        using var client = Quick(judge.Address);

        var judgement = await client.EvaluateAsync(Good, Cancellation);

        Assert.Equal("late", judgement.Policy);
        Assert.Equal(3, judge.Calls);
    }

    [Fact]
    public async Task Retries_end_at_the_attempts_allowed()
    {
        await using var judge = await Failing(StatusCode.Unavailable, times: 99).StartAsync();
        using var client = Quick(judge.Address);

        var e = await Assert.ThrowsAsync<RpcException>(() => client.EvaluateAsync(Good, Cancellation));

        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.Equal(4, judge.Calls);
    }

    [Theory]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.ResourceExhausted)]
    [InlineData(StatusCode.InvalidArgument)]
    public async Task Nothing_else_is_tried_again(StatusCode code)
    {
        await using var judge = await Failing(code, times: 99).StartAsync();
        using var client = Quick(judge.Address);

        await Assert.ThrowsAnyAsync<Exception>(() => client.EvaluateAsync(Good, Cancellation));

        Assert.Equal(1, judge.Calls);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        using var client = JudgeClient.Connect("127.0.0.1:1", new() { MaxAttempts = 2, InitialBackoff = TimeSpan.FromMilliseconds(10) });

        var e = await Assert.ThrowsAsync<RpcException>(() => client.EvaluateAsync(Good, Cancellation));

        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Fact]
    public async Task A_deadline_ends_the_call()
    {
        await using var judge = await Hanging().StartAsync();
        using var client = Quick(judge.Address);

        var e = await Assert.ThrowsAsync<RpcException>(() => client.EvaluateAsync(Good.Build(), TimeSpan.FromMilliseconds(200), Cancellation));

        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
    }

    [Fact]
    public async Task A_cancelled_call_is_a_cancelled_operation()
    {
        await using var judge = await Hanging().StartAsync();
        using var client = Quick(judge.Address);
        using var leaving = new CancellationTokenSource(200);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.EvaluateAsync(Good, leaving.Token));
    }

    [Fact]
    public async Task A_message_above_the_clients_own_size_is_not_sent()
    {
        await using var server = await LiveServer.StartAsync();
        using var client = JudgeClient.Connect(server.Address, new() { MaxMessageBytes = 1000 });

        await Assert.ThrowsAnyAsync<Exception>(() => client.EvaluateAsync(new JudgementRequestBuilder().Samples("m", new double[1000], [1]), Cancellation));
    }

    private static JudgeClient Quick(string address) =>
        JudgeClient.Connect(address, new() { MaxAttempts = 4, InitialBackoff = TimeSpan.FromMilliseconds(5), MaxBackoff = TimeSpan.FromMilliseconds(20) });

    private static FakeJudge Failing(StatusCode code, int times) => new()
    {
        Answer = (call, _) => call <= times
            ? throw new RpcException(new Status(code, "as told"))
            : Task.FromResult(new EvaluateResponse { Judgement = new() { Policy = "late" } }),
    };

    private static FakeJudge Hanging() => new()
    {
        Answer = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return new();
        },
    };
}
