using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Tests.Policies;

public sealed class PolicyFileTests
{
    private const string Yaml = """
        # What matters at the till.
        apiVersion: canaryjudge/v1
        kind: Policy
        name: checkout
        alpha: 0.01
        beta: 1e-1
        decide: {score: {pass: 90, marginal: 60}}
        split: {canary: 2.5%, mismatch: inconclusive}
        joint: {mode: warn, method: pca}
        health: [clock-offset, gap]
        metrics:
          - &latency {name: latency_ms, kind: samples, tolerance: 5%, margin: 20%, critical: true, cluster: user}
          - {name: errors, kind: ratio, margin: 0.5pp, group: errors, independent: true}
          - name: payload
            direction: either
            measure: p99.9
            guards: [p90, {quantile: 0.999}]
            tolerance: {relative: 0.7%, absolute: 10}
            margin: {relative: 20%, absolute: 20}
            weight: 2.5
            unit: B
            muted: true
            missing: zero
            outliers: remove
            warmup: 1h30m
            method: quantile-difference
          - {<<: *latency, name: search_ms}
        """;

    private const string Json = """
        {"kind": "Policy", "metrics": [
        	{"name": "latency_ms", "kind": "samples", "tolerance": "5%", "margin": {"relative": "20%"}, "critical": true, "cluster": "\u0075ser"},
        	{"margin": "0.5pp", "name": "errors", "kind": "ratio", "group": "errors", "independent": true},
        	{"name": "payload", "direction": "either", "measure": {"quantile": 0.999}, "guards": [{"quantile": 0.9}, "p99.9"],
        	 "tolerance": {"relative": "0.7%", "absolute": 1e1}, "margin": {"relative": "20%", "absolute": 20}, "weight": 2.5, "unit": "B",
        	 "muted": true, "missing": "zero", "outliers": "remove", "warmup": "90m", "method": "quantile-difference"},
        	{"name": "search_ms", "kind": "samples", "tolerance": "5%", "margin": "20%", "critical": true, "cluster": "user"}],
        "apiVersion": "canaryjudge\/v1", "name": "checkout", "beta": 0.1, "alpha": 0.01, "decide": {"score": {"pass": 90, "marginal": 60}}, "split": {"mismatch": "inconclusive", "canary": "2.5%"},
        "health": ["gap", "clock-offset"], "joint": {"method": "pca"}}
        """;

    [Fact]
    public void Every_key_reaches_its_place()
    {
        var policy = Good(Yaml);

        Assert.Equal(("checkout", 0.01, 0.1, new ScoreRule(90, 60)), (policy.Name, policy.Alpha, policy.Beta, policy.Score));
        Assert.Equal(new ExpectedSplit(0.025) { WithholdsPass = true }, policy.Split);
        Assert.Equal(new JointPolicy(JointMode.Warn, "pca"), policy.Joint);
        Assert.Equal([WarningCode.ClockOffset, WarningCode.Gap], policy.Health);
        Assert.Equal(["latency_ms", "errors", "payload", "search_ms"], policy.Metrics!.Select(m => m.Name));
        var payload = policy.Metrics![2];
        Assert.Equal((Direction.Either, new Measure.Quantile(0.999), 2.5, "B", true), (payload.Direction, payload.Measure, payload.Weight, payload.Unit, payload.Muted));
        Assert.Equal([0.9, 0.999], payload.Guards!.Select(g => g.Q));
        Assert.Equal((new Allowance(0.007, 10), new Allowance(0.2, 20)), (payload.Tolerance, payload.Margin));
        Assert.Equal((Missing.Zero, Outliers.Remove, TimeSpan.FromMinutes(90), "quantile-difference"), (payload.Missing, payload.Outliers, payload.Warmup, payload.Method));
        Assert.Equal(new Allowance(null, 0.005) { InPoints = true }, policy.Metrics![1].Margin);
        Assert.True(policy.Metrics![1].Independent);
        Assert.Equal(("samples", "user", true, "errors"), (policy.Metrics![3].Kind, policy.Metrics![3].Cluster, policy.Metrics![3].Critical, policy.Metrics![1].Group));
    }

    [Fact]
    public void Json_says_the_same_as_yaml() => Assert.Equal(CanonicalPolicy.Json(Good(Yaml)), CanonicalPolicy.Json(Good(Json)));

    [Fact]
    public void Json_over_the_wire_is_read_by_the_same_rules() =>
        Assert.Equal(CanonicalPolicy.Json(Good(Yaml)), CanonicalPolicy.Json(PolicyFile.ReadJson(Json).Policy!));

    [Theory]
    [InlineData("{}")]
    [InlineData("name: x")]
    [InlineData("{name: x, alpha: 0.01}")]
    [InlineData("\uFEFFname: x\r\nalpha: 0.01\r\n")]
    [InlineData("%YAML 1.2\n---\nname: x\n...\n")]
    [InlineData("{\"$schema\": \"policy.schema.json\"}")]
    public void Without_metrics_everything_in_the_data_is_judged(string text) => Assert.Null(Good(text).Metrics);

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5h", 5400)]
    [InlineData("1d", 86400)]
    [InlineData("0s", 0)]
    public void Durations_have_units(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Good($"metrics: [{{name: a, warmup: {text}}}]").Metrics![0].Warmup);

    [Theory]
    [InlineData("5%", 0.05, null, false)]
    [InlineData("0.7%", 0.007, null, false)]
    [InlineData("0.5 pp", null, 0.005, true)]
    [InlineData("{absolute: 20}", null, 20.0, false)]
    [InlineData("{relative: 10%, absolute: 0.5pp}", 0.1, 0.005, true)]
    public void Allowances_are_read_without_rounding_twice(string text, double? relative, double? absolute, bool inPoints) =>
        Assert.Equal(new Allowance(relative, absolute) { InPoints = inPoints }, Good($"metrics: [{{name: a, margin: {text}}}]").Metrics![0].Margin);

    [Fact]
    public void A_text_in_braces_that_is_no_json_may_be_yaml_unless_the_file_says_json()
    {
        Assert.Empty(PolicyFile.Read("{name: x}", "p.yaml").Problems);
        Assert.StartsWith("not valid JSON: ", PolicyFile.Read("{name: x}", "p.json").Problems.Single().Message, StringComparison.Ordinal);
        Assert.StartsWith("not valid JSON: ", PolicyFile.ReadJson("{name: x}").Problems.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_caller_names_the_methods()
    {
        const string Text = "metrics: [{name: a, method: sign}]";

        Assert.Equal("unknown value sign for metrics[0].method. Known: auto, mann-whitney.", PolicyFile.Read(Text, "p", ["mann-whitney"]).Problems.Single().Message);
        Assert.Equal("sign", PolicyFile.Read(Text, "p", ["sign"]).Policy!.Metrics![0].Method);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem()
    {
        var reading = PolicyFile.Load(Path.Combine(Path.GetTempPath(), "no-such-policy.yaml"));

        Assert.Equal("the file cannot be read: there is no such file.", reading.Problems.Single().Message);
        Assert.Null(reading.Policy);
    }

    private static Policy Good(string text)
    {
        var reading = PolicyFile.Read(text, "policy.yaml");

        Assert.Empty(reading.Problems);
        return reading.Policy!;
    }
}
