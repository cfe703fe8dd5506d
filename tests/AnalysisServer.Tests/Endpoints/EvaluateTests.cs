using System.Text.Json.Nodes;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CanaryJudge.AnalysisServer.Tests.Endpoints;

public sealed class EvaluateTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_with_every_kind_gets_a_judgement_of_every_metric()
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.Judge.EvaluateAsync(Requests.EveryKind(), cancellationToken: Cancellation);

        Assert.NotEqual(Judgement.Types.Verdict.Unspecified, answer.Judgement.Verdict);
        Assert.Equal(["cpu", "errors", "latency_ms", "restarts", "size_bytes"], answer.Judgement.Metrics.Select(m => m.Name).Order());
        Assert.All(answer.Judgement.Metrics, m => Assert.NotEqual("", m.Reason));
        Assert.Equal(7UL, answer.Judgement.Seed);
    }

    [Fact]
    public async Task No_data_is_a_judgement()
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.Judge.EvaluateAsync(new(), cancellationToken: Cancellation);

        Assert.Equal(Judgement.Types.Verdict.Inconclusive, answer.Judgement.Verdict);
        Assert.Equal(Judgement.Types.ReasonCode.NoData, answer.Judgement.ReasonCode);
        Assert.Equal(Judgement.Types.Action.KeepWatching, answer.Judgement.Action);
    }

    [Fact]
    public async Task Over_http_the_answer_is_the_bare_judgement_as_the_report_writes_it()
    {
        await using var server = await RunningServer.StartAsync();
        var request = Requests.EveryKind();
        var grpc = await server.Judge.EvaluateAsync(request, cancellationToken: Cancellation);

        var (status, json) = await Refusals.PostAsync(server, "/v1/judgements:evaluate", JsonFormatter.Default.Format(request));

        Assert.Equal(200, status);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(JsonReport.Write(grpc.Judgement, indented: false)), json), json.ToJsonString());
        Assert.Equal("7", (string)json["seed"]!);
        Assert.NotNull(json["warnings"]);
    }

    [Fact]
    public async Task Every_mistake_in_policy_and_data_is_reported_at_once_with_its_path()
    {
        await using var server = await RunningServer.StartAsync();
        var request = Requests.EveryKind();
        request.PolicyYaml = "apiVersion: canaryjudge/v1\nkind: Policy\nmetrics:\n  - {name: latency_ms, toleranc: 5%}\n";
        request.Series[2].Points.TimeUnixNano.RemoveAt(0);
        request.Series[4].Ratios.Events[17] = 5000;

        var e = await Refusals.OfAsync(server, request);

        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
        Assert.Equal(["metrics[0].toleranc", "series[2].points.time_unix_nano", "series[4].ratios.events[17]"], Refusals.Fields(e));
    }

    [Fact]
    public async Task A_policy_message_is_read_like_a_policy_file()
    {
        await using var server = await RunningServer.StartAsync();
        var request = Requests.Named("checkout");
        request.Policy.Metrics.Add(new MetricPolicy { Name = "errors", Tolerance = Google.Protobuf.WellKnownTypes.Value.ForNumber(5) });

        var e = await Refusals.OfAsync(server, request);
        request.Policy.Metrics[1].Tolerance = Google.Protobuf.WellKnownTypes.Value.ForString("5%");
        var answer = await server.Judge.EvaluateAsync(request, cancellationToken: Cancellation);

        Assert.Equal(["metrics[1].tolerance"], Refusals.Fields(e));
        Assert.Equal("checkout", answer.Judgement.Policy);
    }

    [Fact]
    public async Task A_canary_config_is_judged_by_kayentas_rules_as_text_and_as_policy()
    {
        await using var server = await RunningServer.StartAsync();
        const string config = """{"metrics": [{"name": "latency_ms", "groups": ["times"], "analysisConfigurations": {}}], "classifier": {"scoreThresholds": {"pass": 95, "marginal": 75}}}""";
        var request = Requests.Samples();

        request.KayentaConfigJson = config;
        var asConfig = await server.Judge.EvaluateAsync(request, cancellationToken: Cancellation);
        request.PolicyYaml = config;
        var asPolicy = await server.Judge.EvaluateAsync(request, cancellationToken: Cancellation);
        request.Policy = new() { Compatibility = "kayenta", Metrics = { new MetricPolicy { Name = "latency_ms", Group = "times", Direction = "either" } } };
        var asMessage = await server.Judge.EvaluateAsync(request, cancellationToken: Cancellation);

        Assert.Equal(new KayentaWords { Classification = "Pass", Score = 100 }, asConfig.Judgement.Kayenta);
        Assert.Equal(asConfig, asPolicy);
        Assert.Equal(asConfig.Judgement.Metrics, asMessage.Judgement.Metrics);
        Assert.Equal(asConfig.Judgement.Groups, asMessage.Judgement.Groups);
    }

    [Fact]
    public async Task Mistakes_in_a_canary_config_are_named_with_their_paths()
    {
        await using var server = await RunningServer.StartAsync();
        var request = Requests.Samples();
        request.KayentaConfigJson = """{"metrics": [{"name": "latency_ms"}], "classifier": 3}""";

        var e = await Refusals.OfAsync(server, request);

        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
        Assert.Equal(["metrics[0]", "classifier"], Refusals.Fields(e));
    }

    [Fact]
    public async Task A_value_without_content_in_a_policy_message_is_the_callers_mistake()
    {
        await using var server = await RunningServer.StartAsync();
        var request = Requests.Named("checkout");
        request.Policy.Metrics[0].Margin = new();

        var e = await Refusals.OfAsync(server, request);

        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
    }

    [Fact]
    public async Task A_bug_is_an_incident_number_to_the_caller_and_a_stack_in_the_log()
    {
        await using var server = await RunningServer.StartAsync((_, _, _, _) => throw new InvalidOperationException("secret of the house"));

        var e = await Refusals.OfAsync(server, Requests.Samples());

        Assert.Equal(StatusCode.Internal, e.StatusCode);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
        var incident = e.Status.Detail.Split("incident ")[1].TrimEnd('.');
        Assert.Contains($"incident {incident}", server.Log.Text, StringComparison.Ordinal);
        Assert.Contains("secret of the house", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_request_is_logged()
    {
        await using var server = await RunningServer.StartAsync();
        var bad = Requests.Samples(metric: "very_private");
        bad.Series[0].Arm = Series.Types.Arm.Unspecified;

        await server.Judge.EvaluateAsync(Requests.Samples(metric: "very_private"), cancellationToken: Cancellation);
        await Refusals.OfAsync(server, bad);

        Assert.DoesNotContain("very_private", server.Log.Text, StringComparison.Ordinal);
        Assert.Contains("1001 Judged 1 metrics", server.Log.Text, StringComparison.Ordinal);
    }
}
