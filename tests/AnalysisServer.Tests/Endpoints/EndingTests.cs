using System.Net.Sockets;
using CanaryJudge.AnalysisServer.Endpoints;
using CanaryJudge.AnalysisServer.Hosting;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.AnalysisServer.Tests.Endpoints;

/// <summary>Calls that end otherwise than with a judgement.</summary>
public sealed class EndingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTime In(double milliseconds) => TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(milliseconds);

    [Fact]
    public async Task A_deadline_shorter_than_the_work_ends_the_work()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide);

        var e = await Assert.ThrowsAsync<RpcException>(async () => await server.Judge.EvaluateAsync(Requests.Samples(), deadline: In(300), cancellationToken: Cancellation));

        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        await Soon.True(() => judge.Now == 0);
        await Soon.True(async () => await server.MeterAsync("canaryjudge_evaluations_in_flight") == 0);
    }

    [Fact]
    public async Task A_deadline_that_passes_while_a_big_request_arrives_is_kept_too()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide);
        var big = Requests.Samples(rows: 3_000_000);

        var e = await Assert.ThrowsAsync<RpcException>(async () => await server.Judge.EvaluateAsync(big, deadline: In(20), cancellationToken: Cancellation));

        // Either side's clock may be first; the client calls the server's reset CANCELLED.
        Assert.Contains(e.StatusCode, new[] { StatusCode.DeadlineExceeded, StatusCode.Cancelled });
        await Soon.True(() => judge.Now == 0);
    }

    [Fact]
    public async Task A_deadline_counts_while_a_call_waits_for_its_turn()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide, "--max-concurrent-evaluations", "1");
        var running = server.Judge.EvaluateAsync(Requests.Samples(), cancellationToken: Cancellation).ResponseAsync;
        await Soon.True(() => judge.Now == 1);

        var e = await Assert.ThrowsAsync<RpcException>(async () => await server.Judge.EvaluateAsync(Requests.Samples(), deadline: In(200), cancellationToken: Cancellation));
        await Soon.True(() => server.App.Services.GetRequiredService<EvaluationSlots>().Waiting == 0);
        judge.Open();
        await running;

        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        Assert.Equal(1, judge.Started);
    }

    [Fact]
    public async Task A_client_that_vanishes_frees_its_slot()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide, "--max-concurrent-evaluations", "1");
        using var body = new StringContent("""{"series": [{"metric": "m", "arm": "CANARY", "samples": {"value": [1]}}]}""");
        var door = server.App.Services.GetRequiredService<ServerDoors>().Http;

        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(door.Host, door.Port, Cancellation);
            var json = await body.ReadAsByteArrayAsync(Cancellation);
            var head = $"POST /v1/judgements:evaluate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n";
            await socket.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), Cancellation);
            await socket.GetStream().WriteAsync(json, Cancellation);
            await Soon.True(() => judge.Now == 1);
        }

        await Soon.True(() => judge.Now == 0);
        await server.Judge.EvaluateAsync(Requests.Named(HeldJudge.Quick), cancellationToken: Cancellation);
    }

    [Fact]
    public async Task A_grpc_caller_who_cancels_frees_its_slot()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide, "--max-concurrent-evaluations", "1");
        using var leaving = new CancellationTokenSource();
        var call = server.Judge.EvaluateAsync(Requests.Samples(), cancellationToken: leaving.Token).ResponseAsync;
        await Soon.True(() => judge.Now == 1);

        await leaving.CancelAsync();

        await Assert.ThrowsAsync<RpcException>(() => call);
        await Soon.True(() => judge.Now == 0);
        await server.Judge.EvaluateAsync(Requests.Named(HeldJudge.Quick), cancellationToken: Cancellation);
        Assert.DoesNotContain("1003", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_whose_caller_leaves_frees_its_slots()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide, "--max-concurrent-evaluations", "2");
        using (var call = server.Judge.EvaluateStream(cancellationToken: Cancellation))
        {
            await call.RequestStream.WriteAsync(new() { Id = "a", Request = Requests.Samples() }, Cancellation);
            await call.RequestStream.WriteAsync(new() { Id = "b", Request = Requests.Samples() }, Cancellation);
            await Soon.True(() => judge.Now == 2);
        }

        await Soon.True(() => judge.Now == 0);
        await server.Judge.EvaluateAsync(Requests.Named(HeldJudge.Quick), cancellationToken: Cancellation);
        Assert.DoesNotContain("1003", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopping_server_is_not_ready_takes_no_new_work_and_finishes_the_old()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide);
        var running = server.Judge.EvaluateAsync(Requests.Samples(), cancellationToken: Cancellation).ResponseAsync;
        await Soon.True(() => judge.Now == 1);
        var stopping = server.App.StopAsync(Cancellation);

        await Soon.True(async () => (int)(await server.Http.GetAsync("/readyz", Cancellation)).StatusCode == 503);
        var alive = await server.Http.GetAsync("/healthz", Cancellation);
        var refused = await Refusals.OfAsync(server, Requests.Named(HeldJudge.Quick));
        var health = await new Health.HealthClient(server.Channel).CheckAsync(new(), cancellationToken: Cancellation);
        var stoppedEarly = stopping.IsCompleted;
        judge.Open();
        var answer = await running;
        await stopping;

        Assert.Equal(200, (int)alive.StatusCode);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, health.Status);
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.False(stoppedEarly);
        Assert.NotNull(answer.Judgement);
    }

    [Fact]
    public async Task A_stopping_server_answers_what_a_stream_asked_and_then_ends_it()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide);
        using var call = server.Judge.EvaluateStream(cancellationToken: Cancellation);
        await call.RequestStream.WriteAsync(new() { Id = "a", Request = Requests.Samples() }, Cancellation);
        await Soon.True(() => judge.Now == 1);

        var stopping = server.App.StopAsync(Cancellation);
        await Soon.True(() => server.App.Services.GetRequiredService<Drain>().Begun.IsCancellationRequested);
        judge.Open();
        var answered = await call.ResponseStream.MoveNext(Cancellation);
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancellation));
        await stopping;

        Assert.True(answered);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Fact]
    public async Task The_drain_time_ends_the_wait_for_work_that_never_ends()
    {
        using var judge = new HeldJudge();
        await using var server = await RunningServer.StartAsync(judge.Decide, "--drain-time", "200ms");
        var running = server.Judge.EvaluateAsync(Requests.Samples(), cancellationToken: Cancellation).ResponseAsync;
        await Soon.True(() => judge.Now == 1);
        using var hurry = new CancellationTokenSource(1000);

        await server.App.StopAsync(hurry.Token);

        await Assert.ThrowsAsync<RpcException>(() => running);
        Assert.Contains("1011", server.Log.Text, StringComparison.Ordinal);
    }
}
