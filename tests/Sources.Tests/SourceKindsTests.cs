using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Tests;

/// <summary>Settings of sources: every mistake at once, with its path and the way out.</summary>
public sealed class SourceKindsTests
{
    private const string Arms = """ "arms": {"baseline": {"version": "1"}, "canary": {"version": "2"}}""";

    [Theory]
    [InlineData("{}", "kind: the kind of source is missing. Known: prometheus, csv, push.")]
    [InlineData("""{"kind": "promethius"}""", "kind: unknown source promethius. Did you mean prometheus?")]
    [InlineData("""{"kind": "csv"}""", ": file is missing.")]
    [InlineData("""{"kind": "push", "url": "x"}""", "url: unknown key url. Known: .")]
    public void A_wrong_kind_or_key_is_named(string json, string problem) => Assert.Equal([problem], Problems(json));

    [Theory]
    [InlineData("""{"value": "up{v=\"$versoin\"}"}""", "metrics.m.value: unknown variable $versoin. Did you mean version?")]
    [InlineData("""{"value": "up{v=~\"a$\"}"}""", "metrics.m.value: the query is the same for both arms; use a variable of arms, or $arm, in it.")]
    [InlineData("""{}""", "metrics.m: metrics.m needs exactly one of value, events and buckets.")]
    [InlineData("""{"value": "a{v=\"$arm\"}", "events": "b{v=\"$arm\"}"}""", "metrics.m: metrics.m needs exactly one of value, events and buckets.")]
    [InlineData("""{"value": "a{v=\"$arm\"}", "total": "b{v=\"$arm\"}"}""", "metrics.m: metrics.m: total and exposure go with events.")]
    [InlineData("""{"value": "a{v=\"$arm\"}", "perInterval": true}""", "metrics.m: metrics.m: perInterval goes with events and buckets; a value is one per interval anyway.")]
    [InlineData("""{"events": "sum by (code) (a{v=\"$arm\"})"}""", "metrics.m.events: sum gives no counters: name the bare series, whose increases are taken one by one (a sum falls when one process restarts); or write sum(increase(...[$window])) with perInterval: true.")]
    [InlineData("""{"events": "increase(a{v=\"$arm\"}[$window])"}""", "metrics.m.events: increase gives no counters: name the bare series, whose increases are taken one by one (a sum falls when one process restarts); or write sum(increase(...[$window])) with perInterval: true.")]
    public void A_query_that_cannot_work_is_found_before_it_is_asked(string metric, string problem) =>
        Assert.Equal([problem], Problems($$$"""{"kind": "prometheus", "url": "http://127.0.0.1:9090", {{{Arms}}}, "metrics": {"m": {{{metric}}}}}"""));

    [Theory]
    [InlineData("ftp://x", "", "url: url must be http:// or https:// with a host, without user, query and fragment: https://prometheus.example:9090.")]
    [InlineData("https://me:secret@prometheus.example", "", "url: url must be http:// or https:// with a host, without user, query and fragment: https://prometheus.example:9090.")]
    [InlineData("http://prometheus.example", """, "auth": {"bearerFile": "t"}""", "url: auth over http:// would show the secret to everyone on the way; use https://, or a proxy on this machine.")]
    [InlineData("http://prometheus.example", """, "tls": {"ca": "ca.pem"}""", "tls: tls needs a url that begins with https://.")]
    [InlineData("https://prometheus.example", """, "tls": {"key": "k"}""", "tls: tls: certificate and key go together.")]
    [InlineData("https://prometheus.example", """, "auth": {"user": "u"}""", "auth: auth needs either bearerFile, or user and passwordFile.")]
    [InlineData("https://prometheus.example", ", \"step\": \"1500ms\"", "step: step must be whole seconds.")]
    [InlineData("https://prometheus.example", ", \"delay\": \"2h\"", "delay: delay must lie between 0 s and 3600 s.")]
    public void An_address_or_a_secret_at_risk_is_refused(string url, string more, string problem)
    {
        var json = $$$"""{"kind": "prometheus", "url": "{{{url}}}", {{{Arms}}}, "metrics": {"m": {"value": "a{v=\"$version\"}"}}{{{more}}} }""";

        var problems = Problems(json);

        Assert.Equal([problem], problems);
        Assert.DoesNotContain(problems, p => p.Contains("secret@", StringComparison.Ordinal));
    }

    [Fact]
    public void Variables_are_the_same_in_both_arms_and_have_names_of_their_own() => Assert.Equal(
        ["arms: arms has a variable 'step': names are letters, digits and _, and arm, step and window are taken.", "arms: arms: both arms need the variable b."],
        Problems("""{"kind": "prometheus", "url": "http://127.0.0.1:9090", "arms": {"baseline": {"b": "1", "step": "2"}, "canary": {"step": "3"}}, "metrics": {"m": {"value": "a{v=\"$arm\"}"}}}""").Order(StringComparer.Ordinal));

    [Fact]
    public void What_does_not_fit_the_policy_is_named()
    {
        var settings = SourceKinds.Read(JsonNode.Parse($$$"""{"kind": "prometheus", "url": "http://127.0.0.1:9090", {{{Arms}}}, "metrics": {"errors": {"value": "a{v=\"$version\"}"}, "other": {"events": "b{v=\"$version\"}"} } }""")!.AsObject(), ".").Settings!;
        var policy = new Policy { Metrics = [new() { Name = "errors", Kind = "ratio" }, new() { Name = "latency" }] };

        Assert.Equal(
            ["metrics.errors: the policy says kind ratio, and these queries give points.", "metrics.other: the policy does not name this metric.", "metrics: nothing asks for the policy's metric latency."],
            settings.Problems(policy).Select(p => $"{p.Path}: {p.Message}"));
    }

    [Fact]
    public async Task Push_reads_nothing()
    {
        using var source = SourceKinds.Read(new JsonObject { ["kind"] = "push" }, ".").Settings!.Open(new(Policy.Inferred, 0));

        Assert.IsType<SourceReading.NoData>(await source.ReadAsync(TestContext.Current.CancellationToken));
    }

    private static string[] Problems(string json)
    {
        var reading = SourceKinds.Read(JsonNode.Parse(json)!.AsObject(), ".");
        Assert.Null(reading.Settings);
        return [.. reading.Problems.Select(p => $"{p.Path}: {p.Message}")];
    }
}
