using CanaryJudge.Contracts.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CanaryJudge.AnalysisServer.Tests.Endpoints;

public sealed class LintTests
{
    private const string Good = "apiVersion: canaryjudge/v1\nkind: Policy\nname: checkout\nmetrics:\n  - {name: latency_ms, kind: samples}\n";
    private const string Bad = "apiVersion: canaryjudge/v1\nkind: Policy\nname: checkout\nmetrics:\n  - {name: latency_ms, toleranc: 5%}\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_policy_has_no_error()
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.Judge.LintAsync(new() { PolicyYaml = Good }, cancellationToken: Cancellation);

        Assert.True(answer.Valid);
        Assert.DoesNotContain(answer.Problems, p => p.Severity == PolicyProblem.Types.Severity.Error);
    }

    [Fact]
    public async Task A_bad_policy_is_an_answer_with_places_not_an_error()
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.Judge.LintAsync(new() { PolicyYaml = Bad }, cancellationToken: Cancellation);

        Assert.False(answer.Valid);
        var problem = Assert.Single(answer.Problems, p => p.Severity == PolicyProblem.Types.Severity.Error);
        Assert.Equal("metrics[0].toleranc", problem.Path);
        Assert.True(problem.Line > 0 && problem.Column > 0);
    }

    [Fact]
    public async Task A_canary_config_is_checked_with_places()
    {
        await using var server = await RunningServer.StartAsync();

        var good = await server.Judge.LintAsync(new() { KayentaConfigJson = """{"metrics": [], "classifier": {"scoreThresholds": {"pass": 95, "marginal": 75}}}""" }, cancellationToken: Cancellation);
        var bad = await server.Judge.LintAsync(new() { KayentaConfigJson = "{\"metrics\": [],\n \"classifier\": 3}" }, cancellationToken: Cancellation);

        Assert.True(good.Valid);
        Assert.False(bad.Valid);
        Assert.Contains(bad.Problems, p => p is { Path: "classifier", Line: 2, Column: 16 });
    }

    [Fact]
    public async Task A_policy_message_has_paths_and_no_lines()
    {
        await using var server = await RunningServer.StartAsync();

        var (status, json) = await Refusals.PostAsync(server, "/v1/policies:lint", """{"policy": {"metrics": [{"name": "x", "tolerance": 5}]}}""");

        Assert.Equal(200, status);
        Assert.False((bool)json["valid"]!);
        Assert.Equal("metrics[0].tolerance", (string)json["problems"]![0]!["path"]!);
        Assert.Equal(0, (int)json["problems"]![0]!["line"]!);
    }

    [Fact]
    public async Task A_policy_message_may_use_every_field()
    {
        await using var server = await RunningServer.StartAsync();
        var policy = JsonParser.Default.Parse<Policy>("""
            {"apiVersion": "canaryjudge/v1", "kind": "Policy", "name": "checkout", "alpha": 0.05, "beta": 0.1, "decide": {"score": {"pass": 95, "marginal": 75}}, "split": {"canary": "5%", "mismatch": "warn"}, "compatibility": "none", "joint": {"mode": "warn", "method": "distance"}, "health": ["gap"],
             "metrics": [
               {"name": "latency_ms", "kind": "samples", "direction": "increase", "measure": {"quantile": 0.9}, "guards": ["p99", {"quantile": 0.9}], "tolerance": "5%",
                "margin": {"relative": "20%", "absolute": 30}, "critical": true, "muted": false, "weight": 2, "group": "slow", "unit": "ms", "missing": "fail",
                "outliers": "remove", "warmup": "2m", "method": "auto", "cluster": "user"},
               {"name": "errors", "kind": "ratio", "margin": "0.5pp", "independent": true, "measure": "rate"}]}
            """);

        var answer = await server.Judge.LintAsync(new() { Policy = policy }, cancellationToken: Cancellation);

        Assert.DoesNotContain(answer.Problems, p => p.Severity == PolicyProblem.Types.Severity.Error);
        Assert.All(Policy.Descriptor.Fields.InFieldNumberOrder(), f => Assert.True(IsSet(policy, f), f.Name));
        Assert.All(MetricPolicy.Descriptor.Fields.InFieldNumberOrder(), f => Assert.True(policy.Metrics.Any(m => IsSet(m, f)), f.Name));
    }

    private static bool IsSet(IMessage message, FieldDescriptor field) => field.HasPresence
        ? field.Accessor.HasValue(message)
        : field.Accessor.GetValue(message) is not ("" or System.Collections.ICollection { Count: 0 });

    [Fact]
    public async Task Nothing_to_check_is_the_callers_mistake()
    {
        await using var server = await RunningServer.StartAsync();

        var e = await Assert.ThrowsAsync<RpcException>(async () => await server.Judge.LintAsync(new(), cancellationToken: Cancellation));

        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
        Assert.Equal(["policy_source"], Refusals.Fields(e));
    }
}
