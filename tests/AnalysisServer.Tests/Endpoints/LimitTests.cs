using CanaryJudge.AnalysisServer.Endpoints;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.AnalysisServer.Tests.Endpoints;

public sealed class LimitTests
{
    [Theory]
    [InlineData("--max-message-bytes", "1024", "Limits:MaxMessageBytes")]
    [InlineData("--max-values-per-series", "199", "Limits:MaxValuesPerSeries")]
    [InlineData("--max-series-per-request", "9", "Limits:MaxSeriesPerRequest")]
    [InlineData("--max-metrics-per-request", "4", "Limits:MaxMetricsPerRequest")]
    public async Task A_request_over_a_limit_names_the_limit_and_its_setting(string flag, string value, string key)
    {
        await using var server = await RunningServer.StartAsync(flag, value);

        var e = await Refusals.OfAsync(server, Requests.EveryKind(rows: 200));

        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Equal(key, Refusals.Quota(e).Subject);
        Assert.Contains(flag, Refusals.Quota(e).Description, StringComparison.Ordinal);
        Assert.Equal(long.Parse(value), Refusals.Quota(e).QuotaValue);
    }

    [Fact]
    public async Task Exponential_buckets_count_as_values()
    {
        await using var server = await RunningServer.StartAsync("--max-values-per-series", "199");

        var e = await Refusals.OfAsync(server, Requests.Exponential(rows: 40));

        Assert.Equal("Limits:MaxValuesPerSeries", Refusals.Quota(e).Subject);
        Assert.Contains("200 values", Refusals.Quota(e).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_at_the_limits_passes()
    {
        await using var server = await RunningServer.StartAsync(
            "--max-values-per-series", "600", "--max-series-per-request", "10", "--max-metrics-per-request", "5");

        await server.Judge.EvaluateAsync(Requests.EveryKind(rows: 200), cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Beyond_twice_the_message_size_grpc_itself_refuses()
    {
        await using var server = await RunningServer.StartAsync("--max-message-bytes", "1024");

        var e = await Refusals.OfAsync(server, Requests.Samples(rows: 200_000));

        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }

    [Fact]
    public async Task A_series_of_a_million_values_passes_the_default_limits()
    {
        await using var server = await RunningServer.StartAsync((policy, snapshot, seed, cancellation) =>
            Judging.Judge.Decide(policy, new([]), seed, cancellation));

        await server.Judge.EvaluateAsync(Requests.Samples(rows: 1_000_000), cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(await server.MeterAsync("canaryjudge_request_bytes_sum") > 16_000_000);
    }

    [Fact]
    public async Task When_too_many_wait_the_next_is_refused_and_the_others_are_answered()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide, "--max-concurrent-evaluations", "1", "--max-queued-evaluations", "1");
        var first = server.Judge.EvaluateAsync(Requests.Samples(), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync;
        await Soon.True(() => judge.Started == 1);
        var second = server.Judge.EvaluateAsync(Requests.Samples(), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync;

        await Soon.True(() => server.App.Services.GetRequiredService<EvaluationSlots>().Waiting == 1);

        var refused = await Refusals.OfAsync(server, Requests.Samples());
        judge.Open();
        await Task.WhenAll(first, second);

        Assert.Equal("Limits:MaxQueuedEvaluations", Refusals.Quota(refused).Subject);
        Assert.Equal(1, judge.Most);
    }

    [Fact]
    public async Task One_stream_too_many_is_refused()
    {
        await using var server = await RunningServer.StartAsync("--max-open-streams", "1");
        using var first = server.Judge.EvaluateStream(cancellationToken: TestContext.Current.CancellationToken);
        await first.RequestStream.WriteAsync(new() { Id = "a", Request = Requests.Samples() }, TestContext.Current.CancellationToken);
        Assert.True(await first.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        using var second = server.Judge.EvaluateStream(cancellationToken: TestContext.Current.CancellationToken);
        var e = await Assert.ThrowsAsync<RpcException>(() => second.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal("Limits:MaxOpenStreams", Refusals.Quota(e).Subject);
    }
}
