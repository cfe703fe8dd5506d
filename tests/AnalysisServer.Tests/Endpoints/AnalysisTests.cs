using CanaryJudge.Contracts.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using static CanaryJudge.AnalysisServer.Tests.Analyses.Inputs;

namespace CanaryJudge.AnalysisServer.Tests.Endpoints;

/// <summary>The door of analyses, through a real server.</summary>
public sealed class AnalysisTests : IAsyncLifetime
{
    private RunningServer? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningServer Server => _server!;

    private AnalysisService.AnalysisServiceClient Analyses => Server.Analyses;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync("--max-open-values-per-analysis", "1000", "--max-producers-per-analysis", "2");

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task What_is_created_is_shown_with_its_defaults()
    {
        var made = (await Analyses.CreateAnalysisAsync(new() { AnalysisId = "a", PolicyYaml = "name: checkout\n" + Rules, Labels = { ["service"] = "web" } }, cancellationToken: Cancellation)).Analysis;
        var shown = await GetAsync(Analyses, "a");

        Assert.Equal(made, shown);
        Assert.Equal(("analyses/a", Analysis.Types.State.Running, "checkout", "web"), (shown.Name, shown.State, shown.PolicyName, shown.Labels["service"]));
        Assert.Equal((60, 10, RunOptions.Types.StopRule.FirstDecision), (shown.Options.Bucket.Seconds, shown.Options.Lateness.Seconds, shown.Options.StopRule));
        Assert.Null(shown.Judgement);
        Assert.Equal((0UL, 0L), (shown.Revision, shown.Looks));
    }

    [Fact]
    public async Task A_watch_after_a_step_begins_with_the_current_verdict_and_looks_carry_epoch_and_traffic()
    {
        await CreateAsync(Analyses, "a", new() { StopRule = RunOptions.Types.StopRule.FailOnly, ExpectedSplit = new() { CanaryShare = 0.5 } });
        await SendAsync(Analyses, "a", 1, Minutes(3));
        await Analyses.SetStepAsync(
            new() { Name = "analyses/a", Step = new() { Epoch = 7, WeightBasisPoints = 500, Since = At(Requests.Minute(4)) }, Ended = At(Requests.Minute(3)) }, cancellationToken: Cancellation);
        using var watch = Analyses.WatchAnalysis(new() { Name = "analyses/a" }, cancellationToken: Cancellation);

        Assert.True(await watch.ResponseStream.MoveNext(Cancellation));
        var first = watch.ResponseStream.Current.Event.Look;
        await SendAsync(Analyses, "a", 2, Minutes(4, first: 3));
        Judgement? last = null;
        while (last?.Look.Epoch != 7)
        {
            Assert.True(await watch.ResponseStream.MoveNext(Cancellation));
            last = watch.ResponseStream.Current.Event.Look?.Judgement ?? last;
        }

        // What came before the first step is epoch 0, up to its end; minute 3 lies between the two and belongs to none, minute 6 waits.
        Assert.Equal((0UL, 2L), (first.Epoch, first.Judgement.Look.Number));
        var shown = await GetAsync(Analyses, "a");
        Assert.Equal((7UL, 2.0), (shown.Judgement.Look.Epoch, shown.Judgement.Look.CanaryTraffic));
        Assert.Equal(5, shown.Judgement.Metrics.Single(m => m.Name == "latency_ms").Canary.Count);
    }

    [Fact]
    public async Task Exponential_histograms_are_taken_and_told_apart_from_others()
    {
        await Analyses.CreateAnalysisAsync(new() { AnalysisId = "a", PolicyYaml = "split: {canary: 5%}\nmetrics: [{name: latency_s}]" }, cancellationToken: Cancellation);

        var taken = await SendAsync(Analyses, "a", 1, [.. Requests.Exponential(3).Series]);
        var other = await SendAsync(Analyses, "a", 2, new Series { Metric = "latency_s", Arm = Series.Types.Arm.Canary, Histograms = new() { TimeUnixNano = { Requests.Minute(9) }, UpperBound = { 1, 2 }, Row = { new HistogramRow { Count = { 1, 2 } } } } });

        Assert.Equal(6, taken.Counts.Accepted);
        Assert.Equal(IngestCounts.Types.Rejection.OtherBounds, other.Counts.Rejected.Single().Reason);
    }

    [Fact]
    public async Task A_request_creates_once_and_neither_its_id_nor_the_analysis_can_be_had_again()
    {
        var request = new CreateAnalysisRequest { RequestId = "r", PolicyYaml = Rules };

        var first = (await Analyses.CreateAnalysisAsync(request, cancellationToken: Cancellation)).Analysis;
        var again = (await Analyses.CreateAnalysisAsync(request, cancellationToken: Cancellation)).Analysis;
        var reused = await RefusedAsync(() => Analyses.CreateAnalysisAsync(new() { RequestId = "r", PolicyYaml = Rules, Labels = { ["x"] = "y" } }, cancellationToken: Cancellation));
        var taken = await RefusedAsync(() => Analyses.CreateAnalysisAsync(new() { AnalysisId = first.Name[9..], PolicyYaml = Rules }, cancellationToken: Cancellation));

        Assert.Equal(first, again);
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_REUSED"), (reused.StatusCode, Reason(reused)));
        Assert.Equal((StatusCode.AlreadyExists, "ANALYSIS_EXISTS"), (taken.StatusCode, Reason(taken)));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_creation_is_listed()
    {
        var refused = await RefusedAsync(() => Analyses.CreateAnalysisAsync(
            new()
            {
                AnalysisId = "Bad Id",
                RequestId = new('r', 200),
                PolicyYaml = "metrics: [{name: a, margn: 1}]",
                Labels = { [""] = "v" },
                Options = new() { Bucket = Duration.FromTimeSpan(TimeSpan.Zero), MinimumDuration = Seconds(9), MaximumDuration = Seconds(5), PlannedLooks = { Seconds(5), Seconds(4) } },
            },
            cancellationToken: Cancellation));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(
            ["metrics[0].margn", "analysis_id", "request_id", "labels.", "options.planned_looks[1]", "options.bucket", "options.maximum_duration"],
            Refusals.Fields(refused));
    }

    [Theory]
    [InlineData("", "policy_yaml")]
    [InlineData("name: checkout", "metrics")]
    public async Task A_policy_that_names_no_metric_is_refused(string policy, string field)
    {
        var refused = await RefusedAsync(() => Analyses.CreateAnalysisAsync(new() { PolicyYaml = policy }, cancellationToken: Cancellation));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal([field], Refusals.Fields(refused));
    }

    [Fact]
    public async Task Nothing_that_is_stored_and_shown_holds_a_control_character()
    {
        await CreateAsync(Analyses, "a");
        var batch = Batch("a", 1, Minutes(2));
        batch.Producer = "p\0";

        var creation = await RefusedAsync(() => Analyses.CreateAnalysisAsync(
            new() { AnalysisId = "b\n", RequestId = "r\u001b[31m", PolicyYaml = Rules, Labels = { ["x"] = "\0", ["y\u001b"] = "" } }, cancellationToken: Cancellation));
        var sent = await RefusedAsync(() => Analyses.IngestBatchAsync(batch, cancellationToken: Cancellation));
        var asked = await RefusedAsync(() => Analyses.GetAnalysisAsync(new() { Name = "analyses/a\n" }, cancellationToken: Cancellation));

        Assert.Equal(["analysis_id", "request_id", "labels.x", "labels.y?"], Refusals.Fields(creation));
        Assert.Equal(["producer"], Refusals.Fields(sent));
        Assert.Equal("name: 'analyses/a?' is no name of an analysis; it is written analyses/{id}.", asked.Status.Detail);
    }

    [Fact]
    public async Task Lengths_of_time_are_refused_in_the_notation_they_are_written_in()
    {
        var refused = await RefusedAsync(() => Analyses.CreateAnalysisAsync(new() { PolicyYaml = Rules, Options = new() { Bucket = Seconds(0) } }, cancellationToken: Cancellation));

        Assert.Equal("options.bucket: It must lie between 1s and 86400s.", refused.Status.Detail);
    }

    [Fact]
    public async Task More_planned_looks_than_anybody_plans_are_refused()
    {
        var options = new RunOptions();
        options.PlannedLooks.AddRange(Enumerable.Range(1, 10_001).Select(i => Seconds(i)));

        var refused = await RefusedAsync(() => Analyses.CreateAnalysisAsync(new() { PolicyYaml = Rules, Options = options }, cancellationToken: Cancellation));

        Assert.Equal(["options.planned_looks"], Refusals.Fields(refused));
    }

    [Fact]
    public async Task A_batch_is_counted_looks_are_made_and_a_repeat_changes_nothing()
    {
        await CreateAsync(Analyses, "a");

        var first = await SendAsync(Analyses, "a", 1, Minutes(5));
        var again = await SendAsync(Analyses, "a", 1, Minutes(5));
        var late = await SendAsync(Analyses, "a", 2, Latency(Series.Types.Arm.Canary, 3, Requests.Minute(0)));
        var shown = await GetAsync(Analyses, "a");

        Assert.Equal((1UL, 10L, 4UL, false), (first.Sequence, first.Counts.Accepted, first.Revision, first.Repeated));
        Assert.Equal((1UL, 0L, 4UL, true), (again.Sequence, again.Counts.Accepted, again.Revision, again.Repeated));
        Assert.Equal((0, 3), (late.Counts.Accepted, late.Counts.Late));
        Assert.Equal((4, 10, 3, 2UL), (shown.Looks, shown.Counts.Accepted, shown.Counts.Late, shown.Producers["p"]));
        Assert.Equal(Judgement.Types.Verdict.Inconclusive, shown.Judgement.Verdict);
        Assert.Equal(64, shown.Judgement.PolicyHash.Length);
    }

    [Fact]
    public async Task A_gap_and_a_changed_batch_are_refused_with_the_sequence_expected()
    {
        await CreateAsync(Analyses, "a");
        await SendAsync(Analyses, "a", 1, Minutes(2));

        var gap = await RefusedAsync(() => Analyses.IngestBatchAsync(Batch("a", 3, Minutes(2)), cancellationToken: Cancellation));
        var changed = await RefusedAsync(() => Analyses.IngestBatchAsync(Batch("a", 1, Minutes(3)), cancellationToken: Cancellation));

        Assert.Equal((StatusCode.FailedPrecondition, "SEQUENCE_GAP", "2"), (gap.StatusCode, Reason(gap), Fact(gap, "expected")));
        Assert.Equal((StatusCode.AlreadyExists, "SEQUENCE_REUSED", "2"), (changed.StatusCode, Reason(changed), Fact(changed, "expected")));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_batch_is_listed_and_nothing_of_it_taken()
    {
        await CreateAsync(Analyses, "a");

        var refused = await RefusedAsync(() => Analyses.IngestBatchAsync(
            new()
            {
                Analysis = "analyses/A!",
                Series = { new Series { Metric = "latency_ms", Arm = Series.Types.Arm.Canary, Samples = new() { Value = { 1 } } }, new Series { Metric = "errors", Arm = Series.Types.Arm.Canary, Ratios = new() { TimeUnixNano = { -1 }, Events = { 2 }, Total = { 1 } } } },
            },
            cancellationToken: Cancellation));

        Assert.Equal(["analysis", "producer", "sequence", "series[1].ratios.events[0]", "series[0].samples.time_unix_nano", "series[1].ratios.time_unix_nano[0]"], Refusals.Fields(refused));
        Assert.Equal(0, (await GetAsync(Analyses, "a")).Counts.Accepted);
    }

    [Fact]
    public async Task A_limit_of_an_analysis_is_named_with_its_setting()
    {
        await CreateAsync(Analyses, "a");

        var values = await RefusedAsync(() => Analyses.IngestBatchAsync(Batch("a", 1, Latency(Series.Types.Arm.Canary, 1001, Requests.Minute(0))), cancellationToken: Cancellation));
        await SendAsync(Analyses, "a", 1, Minutes(2));
        await Analyses.IngestBatchAsync(From("q"), cancellationToken: Cancellation);
        var producers = await RefusedAsync(() => Analyses.IngestBatchAsync(From("r"), cancellationToken: Cancellation));

        Assert.Equal((StatusCode.ResourceExhausted, "Limits:MaxOpenValuesPerAnalysis", 1000L), (values.StatusCode, Refusals.Quota(values).Subject, Refusals.Quota(values).QuotaValue));
        Assert.Equal("Limits:MaxProducersPerAnalysis", Refusals.Quota(producers).Subject);

        static IngestBatchRequest From(string producer)
        {
            var batch = Batch("a", 1, Minutes(2));
            batch.Producer = producer;
            return batch;
        }
    }

    [Fact]
    public async Task A_stream_acknowledges_in_order_across_analyses_and_ends_with_the_first_refusal()
    {
        await CreateAsync(Analyses, "a");
        await CreateAsync(Analyses, "b");
        using var call = Analyses.Ingest(cancellationToken: Cancellation);
        var sent = new List<(string, ulong)>();
        for (ulong sequence = 1; sequence <= 40; sequence++)
        {
            foreach (var id in new[] { "a", "b" })
            {
                sent.Add(($"analyses/{id}", sequence));
                await call.RequestStream.WriteAsync(Streamed(id, sequence, Minutes(1, first: (int)sequence)), Cancellation);
            }
        }

        await call.RequestStream.WriteAsync(Streamed("a", 99, Minutes(1, first: 99)), Cancellation);
        await call.RequestStream.CompleteAsync();
        var acks = new List<(string, ulong)>();
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var ack in call.ResponseStream.ReadAllAsync(Cancellation))
            {
                acks.Add((ack.Analysis, ack.Sequence));
            }
        });

        Assert.Equal(sent, acks);
        Assert.Equal((StatusCode.FailedPrecondition, "SEQUENCE_GAP"), (refused.StatusCode, Reason(refused)));
        Assert.Equal((40UL, 40UL), ((await GetAsync(Analyses, "a")).Producers["p"], (await GetAsync(Analyses, "b")).Producers["p"]));
    }

    [Fact]
    public async Task A_watch_begins_with_the_newest_look_tells_what_happens_and_ends_with_the_analysis()
    {
        await CreateAsync(Analyses, "a");
        await SendAsync(Analyses, "a", 1, Minutes(3));
        using var watch = Analyses.WatchAnalysis(new() { Name = "analyses/a" }, cancellationToken: Cancellation);

        var first = await NextAsync(watch);
        await SetStepAsync(7, Requests.Minute(3));
        var step = await NextAsync(watch);
        await SendAsync(Analyses, "a", 2, Minutes(2, first: 3));
        var look = await NextAsync(watch);
        await Analyses.FinishAnalysisAsync(new() { Name = "analyses/a" }, cancellationToken: Cancellation);
        var last = await NextAsync(watch);
        var end = await NextAsync(watch);

        Assert.Equal((2L, 2UL, true), (first.Look.Number, first.Revision, first.Look.Data));
        Assert.Equal(7UL, step.StepChange.Step.Epoch);
        Assert.Equal((4L, 5UL, 7UL), (look.Look.Number, look.Revision, look.Look.Epoch));
        Assert.Equal(5, last.Look.Number);
        Assert.Equal(Analysis.Types.State.Inconclusive, end.StateChange.State);
        Assert.False(await watch.ResponseStream.MoveNext(Cancellation));
    }

    [Fact]
    public async Task A_watch_resumes_after_a_revision_and_tells_the_newest_look_again_as_known()
    {
        await CreateAsync(Analyses, "a");
        await SendAsync(Analyses, "a", 1, Minutes(3));
        await SetStepAsync(1, Requests.Minute(3));

        using var watch = Analyses.WatchAnalysis(new() { Name = "analyses/a", FromRevision = 2 }, cancellationToken: Cancellation);
        var first = await NextAsync(watch);
        var second = await NextAsync(watch);

        Assert.Equal((2UL, false), (first.Revision, first.Look.Data));
        Assert.Equal((3UL, 1UL), (second.Revision, second.StepChange.Step.Epoch));
    }

    [Fact]
    public async Task An_older_epoch_is_refused()
    {
        await CreateAsync(Analyses, "a");
        await SetStepAsync(5, Requests.Minute(0));

        var refused = await Assert.ThrowsAsync<RpcException>(() => SetStepAsync(4, Requests.Minute(1)));

        Assert.Equal((StatusCode.FailedPrecondition, "OLDER_EPOCH", "5"), (refused.StatusCode, Reason(refused), Fact(refused, "current")));
        Assert.Equal(5UL, (await GetAsync(Analyses, "a")).Step.Epoch);
    }

    [Fact]
    public async Task An_analysis_that_has_ended_stays_as_it_is()
    {
        await CreateAsync(Analyses, "a");
        await SendAsync(Analyses, "a", 1, Minutes(3));

        var cancelled = (await Analyses.CancelAnalysisAsync(new() { Name = "analyses/a" }, cancellationToken: Cancellation)).Analysis;
        var finished = (await Analyses.FinishAnalysisAsync(new() { Name = "analyses/a" }, cancellationToken: Cancellation)).Analysis;
        var refused = await RefusedAsync(() => Analyses.IngestBatchAsync(Batch("a", 2, Minutes(3)), cancellationToken: Cancellation));
        var repeat = await SendAsync(Analyses, "a", 1, Minutes(3));

        Assert.Equal(Analysis.Types.State.Cancelled, cancelled.State);
        Assert.Equal(cancelled, finished);
        Assert.Equal((StatusCode.FailedPrecondition, "ANALYSIS_ENDED", "CANCELLED"), (refused.StatusCode, Reason(refused), Fact(refused, "state")));
        Assert.True(repeat.Repeated);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_what_is_deleted_is_gone()
    {
        var missing = await RefusedAsync(() => Analyses.GetAnalysisAsync(new() { Name = "analyses/none" }, cancellationToken: Cancellation));
        await CreateAsync(Analyses, "a");
        await Analyses.DeleteAnalysisAsync(new() { Name = "analyses/a" }, cancellationToken: Cancellation);
        var deleted = await RefusedAsync(() => Analyses.IngestBatchAsync(Batch("a", 1, Minutes(2)), cancellationToken: Cancellation));
        var anew = await CreateAsync(Analyses, "a");

        Assert.Equal((StatusCode.NotFound, StatusCode.NotFound), (missing.StatusCode, deleted.StatusCode));
        Assert.Equal(0UL, anew.Revision);
    }

    [Fact]
    public async Task Lists_are_paged_and_filtered()
    {
        for (var i = 0; i < 5; i++)
        {
            await Analyses.CreateAnalysisAsync(new() { AnalysisId = $"a{i}", PolicyYaml = Rules, Labels = { ["n"] = $"{i % 2}" } }, cancellationToken: Cancellation);
        }

        await Analyses.CancelAnalysisAsync(new() { Name = "analyses/a1" }, cancellationToken: Cancellation);

        var first = await Analyses.ListAnalysesAsync(new() { PageSize = 3 }, cancellationToken: Cancellation);
        var second = await Analyses.ListAnalysesAsync(new() { PageSize = 3, PageToken = first.NextPageToken }, cancellationToken: Cancellation);
        var running = await Analyses.ListAnalysesAsync(new() { States = { Analysis.Types.State.Running }, Labels = { "n=1" } }, cancellationToken: Cancellation);
        var wrong = await RefusedAsync(() => Analyses.ListAnalysesAsync(new() { PageSize = -1, PageToken = "?", Labels = { "x" } }, cancellationToken: Cancellation));

        Assert.Equal(["analyses/a4", "analyses/a3", "analyses/a2", "analyses/a1", "analyses/a0"], first.Analyses.Concat(second.Analyses).Select(a => a.Name));
        Assert.Equal("", second.NextPageToken);
        Assert.Equal(["analyses/a3"], running.Analyses.Select(a => a.Name));
        Assert.Equal(["page_token", "page_size", "labels[0]"], Refusals.Fields(wrong));
    }

    [Fact]
    public async Task All_but_the_two_way_stream_works_over_JSON()
    {
        var (made, analysis) = await Refusals.PostAsync(Server, "/v1/analyses", $$"""{"analysisId": "j", "policyYaml": "{{Rules}}"}""");
        var (sent, ack) = await Refusals.PostAsync(
            Server, "/v1/analyses/j:ingest",
            $$"""{"producer": "p", "sequence": 1, "series": [{"metric": "latency_ms", "arm": "CANARY", "samples": {"timeUnixNano": ["{{Requests.Minute(0)}}", "{{Requests.Minute(2)}}"], "value": [1, 2] } }] }""");
        var (wrong, _) = await Refusals.PostAsync(Server, "/v1/analyses/j:ingest", """{"producer": "p", "sequenze": 1}""");
        var list = await Server.Http.GetStringAsync("/v1/analyses?page_size=1", Cancellation);
        var (finished, _) = await Refusals.PostAsync(Server, "/v1/analyses/j:finish", "{}");
        var watched = await Server.Http.GetStringAsync("/v1/analyses/j:watch", Cancellation);
        var gone = await Server.Http.DeleteAsync("/v1/analyses/j", Cancellation);

        Assert.DoesNotContain("incident", Server.Log.Text, StringComparison.Ordinal);
        Assert.Equal((200, 200, 400, 200, 200), (made, sent, wrong, finished, (int)gone.StatusCode));
        Assert.Equal("analyses/j", (string)analysis["name"]!);
        Assert.Equal("2", (string)ack["counts"]!["accepted"]!);
        Assert.Contains("\"name\":\"analyses/j\"", list.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(2, watched.Trim().Split('\n').Length);
    }

    [Fact]
    public async Task The_clock_ends_an_analysis_to_which_no_data_come_and_tells_of_one_that_nobody_watches()
    {
        await CreateAsync(Analyses, "a", new() { Bucket = Seconds(1), Lateness = Seconds(0), MaximumDuration = Seconds(1) });
        await CreateAsync(Analyses, "b", new() { UnwatchedAfter = Seconds(1) });

        await Soon.True(async () => (await GetAsync(Analyses, "a")).State != Analysis.Types.State.Running && (await GetAsync(Analyses, "b")).Revision > 0, seconds: 30);

        Assert.Equal(Analysis.Types.State.Inconclusive, (await GetAsync(Analyses, "a")).State);
        using var watch = Analyses.WatchAnalysis(new() { Name = "analyses/b" }, cancellationToken: Cancellation);
        Assert.Equal(Warning.Types.Code.Unwatched, (await NextAsync(watch)).Warning.Code);
    }

    [Fact]
    public async Task Meters_and_logs_tell_of_analyses()
    {
        await CreateAsync(Analyses, "a");
        await SendAsync(Analyses, "a", 1, Minutes(5));
        await Analyses.CancelAnalysisAsync(new() { Name = "analyses/a" }, cancellationToken: Cancellation);

        Assert.Equal(4, await Server.MeterAsync("canaryjudge_looks_total"));
        Assert.Equal(10, await Server.MeterAsync("canaryjudge_ingested_rows_total{outcome=\"accepted\"}"));
        Assert.Equal(1, await Server.MeterAsync("canaryjudge_active_analyses"));
        Assert.Equal(1, await Server.MeterAsync("canaryjudge_ack_seconds_count"));
        Assert.Contains("Analysis a: created, 2 metrics", Server.Log.Text, StringComparison.Ordinal);
        Assert.Contains("Analysis a: Cancelled at look 4", Server.Log.Text, StringComparison.Ordinal);
    }

    private static Duration Seconds(int seconds) => Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));

    private static string Reason(RpcException e) => e.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason;

    private static string Fact(RpcException e, string key) => e.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Metadata[key];

    private static async Task<RpcException> RefusedAsync<T>(Func<AsyncUnaryCall<T>> call) => await Assert.ThrowsAsync<RpcException>(async () => await call());

    private static async Task<AnalysisEvent> NextAsync(AsyncServerStreamingCall<WatchAnalysisResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        return watch.ResponseStream.Current.Event;
    }

    private async Task SetStepAsync(ulong epoch, long since) => await Analyses.SetStepAsync(
        new() { Name = "analyses/a", Step = new() { Epoch = epoch, WeightBasisPoints = 500, Since = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddTicks(since / 100)) } }, cancellationToken: Cancellation);

    private static Timestamp At(long nanoseconds) => CanaryJudge.AnalysisServer.Mapping.ToWireAnalysis.Time(nanoseconds);
}
