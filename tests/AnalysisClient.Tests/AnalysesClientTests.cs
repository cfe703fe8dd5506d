using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.AnalysisClient.Tests;

/// <summary>Analyses through the client, against a real server.</summary>
public sealed class AnalysesClientTests
{
    private const long Start = 1_760_000_040_000_000_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Data_are_sent_counted_and_watched_to_the_end()
    {
        await using var server = await LiveServer.StartAsync();
        using var client = AnalysesClient.Connect(server.Address);
        var analysis = await client.CreateAsync(new() { PolicyYaml = "metrics: [{name: latency_ms}]" }, Cancellation);
        var sender = client.Sender(analysis.Name);
        var watched = new List<AnalysisEvent>();
        var watching = Task.Run(
            async () =>
            {
                await foreach (var e in client.WatchAsync(analysis.Name, 0, Cancellation))
                {
                    watched.Add(e);
                }
            },
            Cancellation);

        await sender.SendAsync([Minutes(0, 3)], Cancellation);
        var second = await sender.SendAsync([Minutes(3, 2)], Cancellation);
        await client.SetStepAsync(new() { Name = analysis.Name, Step = new() { Epoch = 1, Since = new() { Seconds = (Start / 1_000_000_000) + 300 } } }, Cancellation);
        var finished = await client.FinishAsync(analysis.Name, Cancellation);
        await watching.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        var shown = await client.GetAsync(analysis.Name, Cancellation);

        Assert.Equal((2UL, 2L, 2UL), (second.Sequence, second.Counts.Accepted, sender.Acknowledged));
        Assert.Equal(finished, shown);
        Assert.Equal(Analysis.Types.State.Inconclusive, watched[^1].StateChange.State);
        Assert.Equal(watched.Select(e => e.Revision).Order(), watched.Select(e => e.Revision));
    }

    [Fact]
    public async Task A_watch_outlives_its_server()
    {
        await using var first = await LiveServer.StartAsync();
        var port = new Uri(first.Address).Port;
        using var client = AnalysesClient.Connect(first.Address, new() { MaxAttempts = 5, InitialBackoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromSeconds(10) });
        var analysis = await client.CreateAsync(new() { AnalysisId = "a", PolicyYaml = "metrics: [{name: latency_ms}]" }, Cancellation);
        var sender = client.Sender(analysis.Name);
        await sender.SendAsync([Minutes(0, 3)], Cancellation);
        await using var events = client.WatchAsync(analysis.Name, 0, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await events.MoveNextAsync());
        var before = events.Current.Revision;

        await first.StopAsync();
        await using var second = await LiveServer.StartAsync("--grpc-port", $"{port}", "--data", first.Data);
        await sender.SendAsync([Minutes(3, 2)], Cancellation);
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation));

        Assert.Equal((1UL, 3UL), (before, events.Current.Revision));
    }

    [Fact]
    public async Task A_refusal_has_its_reason_and_facts_and_leaves_the_sequence()
    {
        await using var server = await LiveServer.StartAsync();
        using var client = AnalysesClient.Connect(server.Address);
        var analysis = await client.CreateAsync(new() { PolicyYaml = "metrics: [{name: latency_ms}]" }, Cancellation);
        var sender = client.Sender(analysis.Name);

        var wrong = await Assert.ThrowsAsync<JudgeRequestException>(() => sender.SendAsync([new Series { Metric = "latency_ms" }], Cancellation));
        await sender.SendAsync([Minutes(0, 1)], Cancellation);
        await client.CancelAsync(analysis.Name, Cancellation);
        var over = await Assert.ThrowsAsync<JudgeRequestException>(() => sender.SendAsync([Minutes(1, 1)], Cancellation));
        var missing = await Assert.ThrowsAsync<JudgeRequestException>(() => client.GetAsync("analyses/none", Cancellation));

        Assert.Equal(StatusCode.InvalidArgument, wrong.Code);
        Assert.Equal((StatusCode.FailedPrecondition, new RequestProblem("ANALYSIS_ENDED", "state=CANCELLED")), (over.Code, over.Problems.Single()));
        Assert.Equal(StatusCode.NotFound, missing.Code);
        Assert.Equal(1UL, sender.Acknowledged);
    }

    [Fact]
    public async Task Analyses_are_listed_over_pages_exported_and_deleted()
    {
        await using var server = await LiveServer.StartAsync();
        using var client = AnalysesClient.Connect(server.Address);
        foreach (var id in new[] { "a", "b", "c" })
        {
            await client.CreateAsync(new() { AnalysisId = id, PolicyYaml = "metrics: [{name: latency_ms}]" }, Cancellation);
        }

        await client.Sender("analyses/b", "me", acknowledged: 0).SendAsync([Minutes(0, 1)], Cancellation);
        var log = await client.ExportAsync("analyses/b", Cancellation).ToListAsync(Cancellation);
        await client.DeleteAsync("analyses/b", Cancellation);
        var left = await client.ListAsync(new() { PageSize = 1 }, Cancellation).ToListAsync(Cancellation);
        var missing = await Assert.ThrowsAsync<JudgeRequestException>(() => client.ExportAsync("analyses/b", Cancellation).ToListAsync(Cancellation).AsTask());

        Assert.Equal(["analyses/c", "analyses/a"], left.Select(a => a.Name));
        Assert.Equal(("analyses/b", "me"), (log[0].Start.Name, log[1].Batch.Producer));
        Assert.Equal(StatusCode.NotFound, missing.Code);
    }

    private static Series Minutes(int first, int count) => new()
    {
        Metric = "latency_ms",
        Arm = Series.Types.Arm.Canary,
        Samples = new() { TimeUnixNano = { Enumerable.Range(first, count).Select(i => Start + (i * 60_000_000_000L)) }, Value = { Enumerable.Range(first, count).Select(i => 100.0 + i) } },
    };
}
