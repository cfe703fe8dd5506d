using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;
using Google.Protobuf.WellKnownTypes;
using Arm = CanaryJudge.Contracts.V1.Series.Types.Arm;
using Verdict = CanaryJudge.Rollouts.Verdict;

namespace CanaryJudge.AnalysisClient.Tests.Rollouts;

/// <summary>The feed against a real server, which comes and goes.</summary>
public sealed class AnalysisFeedTests
{
    private const long Second = 1_000_000_000;
    private static readonly DateTimeOffset Begin = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Verdicts_come_with_their_epoch_and_the_traffic_behind_them()
    {
        await using var server = await LiveServer.StartAsync();
        using var client = AnalysesClient.Connect(server.Address);
        var heard = new List<RolloutInput.Judged>();
        using var end = new CancellationTokenSource();
        var feed = new AnalysisFeed(client, Request(), TimeProvider.System);

        var running = feed.RunAsync((judged, _) => Note(heard, judged), end.Token);
        feed.Watch(new(3, 1, new(500), Begin));
        await Runs.UntilAsync(() => Step(client)?.Epoch == 3);
        await client.Sender("analyses/shop").SendAsync([Values(Arm.Baseline, 0), Values(Arm.Canary, 900)], CancellationToken.None);
        await Runs.UntilAsync(() => heard.Exists(h => h.Verdict == Verdict.Fail));

        var fail = heard.First(h => h.Verdict == Verdict.Fail);
        Assert.Equal(3, fail.Epoch);
        Assert.True(fail.Traffic > 0 && fail.Data);
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_server_that_comes_later_is_found_and_told_the_step_that_holds()
    {
        var data = Directory.CreateTempSubdirectory("canaryjudge-feed-").FullName;
        var first = await LiveServer.StartAsync("--data", data);
        var address = first.Address;
        await first.StopAsync();
        using var client = AnalysesClient.Connect(address, new() { MaxAttempts = 1 });
        using var end = new CancellationTokenSource();
        var answers = new List<string?>();
        var feed = new AnalysisFeed(client, Request(), new FastTime(20)) { OnAnswer = answers.Add };

        var running = feed.RunAsync((_, _) => ValueTask.CompletedTask, end.Token);
        feed.Watch(new(1, 0, new(500), Begin));
        feed.EndEpoch(Begin.AddMinutes(1));
        feed.Watch(new(2, 1, new(2500), Begin.AddMinutes(2)));
        await Runs.UntilAsync(() => answers.Count > 0);
        await using var second = await LiveServer.StartAsync("--data", data, "--grpc-port", new Uri(address).Port.ToString());
        await Runs.UntilAsync(() => Step(client)?.Epoch == 2);

        Assert.False(running.IsCompleted);
        await end.CancelAsync();
        await running;
        Assert.NotNull(answers[0]);
        Assert.Null(answers[^1]);
    }

    [Fact]
    public async Task To_end_a_step_before_the_first_or_after_FAIL_is_no_refusal()
    {
        await using var server = await LiveServer.StartAsync();
        using var client = AnalysesClient.Connect(server.Address);
        var (heard, refused) = (new List<RolloutInput.Judged>(), new List<string>());
        using var end = new CancellationTokenSource();
        var feed = new AnalysisFeed(client, Request(), TimeProvider.System) { OnRefused = refused.Add };
        feed.EndEpoch(Begin);

        var running = feed.RunAsync((judged, _) => Note(heard, judged), end.Token);
        await Runs.UntilAsync(() => client.GetAsync("analyses/shop", CancellationToken.None).ContinueWith(g => g.IsCompletedSuccessfully, TaskScheduler.Default).GetAwaiter().GetResult());
        await Task.Delay(300, TestContext.Current.CancellationToken);
        feed.Watch(new(1, 0, new(500), Begin));
        await Runs.UntilAsync(() => Step(client)?.Epoch == 1);
        await client.Sender("analyses/shop").SendAsync([Values(Arm.Baseline, 0), Values(Arm.Canary, 900)], CancellationToken.None);
        await Runs.UntilAsync(() => heard.Exists(h => h.Verdict == Verdict.Fail));
        feed.EndEpoch(Begin.AddMinutes(3));
        await Task.Delay(300, TestContext.Current.CancellationToken);

        await end.CancelAsync();
        await running;
        Assert.Empty(refused);
        Assert.Null(feed.Refusal);
    }

    [Fact]
    public async Task What_the_server_refuses_is_kept_and_is_silence()
    {
        await using var server = await LiveServer.StartAsync();
        using var client = AnalysesClient.Connect(server.Address);
        using var end = new CancellationTokenSource();
        var request = Request();
        request.PolicyYaml = "metrics: [{name: latency_ms, margn: 5%}]";
        var feed = new AnalysisFeed(client, request, TimeProvider.System);

        var running = feed.RunAsync((_, _) => ValueTask.CompletedTask, end.Token);
        await Runs.UntilAsync(() => feed.Refusal is not null);

        Assert.Contains("margn", feed.Refusal, StringComparison.Ordinal);
        await end.CancelAsync();
        await running;
    }

    private static CreateAnalysisRequest Request() => new()
    {
        AnalysisId = "shop",
        RequestId = "shop-hash",
        PolicyYaml = "metrics: [{name: latency_ms, kind: samples}]",
        Options = new() { StopRule = RunOptions.Types.StopRule.FailOnly, Bucket = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)), Lateness = Duration.FromTimeSpan(TimeSpan.Zero) },
    };

    private static ValueTask Note(List<RolloutInput.Judged> heard, RolloutInput.Judged judged)
    {
        heard.Add(judged);
        return ValueTask.CompletedTask;
    }

    private static Step? Step(AnalysesClient client)
    {
        try
        {
            return client.GetAsync("analyses/shop", CancellationToken.None).GetAwaiter().GetResult().Step;
        }
        catch (Exception e) when (e is Grpc.Core.RpcException or JudgeRequestException)
        {
            return null;
        }
    }

    /// <summary>Two minutes of requests, ten a second.</summary>
    private static Series Values(Arm arm, double offset)
    {
        var samples = new Samples();
        var start = Begin.ToUnixTimeMilliseconds() * 1_000_000;
        for (var i = 0; i < 1200; i++)
        {
            samples.TimeUnixNano.Add(start + (i * Second / 10));
            samples.Value.Add(100 + offset + (i * 7919 % 100));
        }

        return new() { Metric = "latency_ms", Arm = arm, Samples = samples };
    }
}
