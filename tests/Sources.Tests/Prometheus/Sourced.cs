using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Sources.Tests.Prometheus;

/// <summary>Short ways to open a source and to ask what came of it.</summary>
internal static class Sourced
{
    /// <summary>Settings with both arms told apart by the label <c>version</c>.</summary>
    public static JsonObject Settings(Uri server, string metrics, string more = "") => JsonNode.Parse($$$"""
        {"kind": "prometheus", "url": "{{{server}}}", "step": "10s", {{{(more.Contains("delay", StringComparison.Ordinal) ? "" : "\"delay\": \"0s\", ")}}}{{{more}}}
         "arms": {"baseline": {"version": "v1"}, "canary": {"version": "v2"}}, "metrics": {{{metrics}}} }
        """)!.AsObject();

    public static SourceSettings Read(JsonObject settings, string folder = ".")
    {
        var reading = SourceKinds.Read(settings, folder);
        Assert.Empty(reading.Problems);
        return reading.Settings!;
    }

    /// <summary>A source that begins at some second and believes that it is another one.</summary>
    public static ISampleSource Open(JsonObject settings, long from, long now, string folder = ".") =>
        Read(settings, folder).Open(new(Policy.Inferred, from * 1_000_000_000) { Clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(now)) });

    public static async Task<SourceReading> ReadAsync(this ISampleSource source) => await source.ReadAsync(TestContext.Current.CancellationToken);

    public static T Data<T>(this SourceReading reading, Arm arm, string metric = "m")
        where T : SeriesData =>
        Assert.IsType<T>(Assert.Single(Assert.IsType<SourceReading.Rows>(reading).Series, s => s.Arm == arm && s.Metric == metric).Data);

    /// <summary>Times as seconds after a moment.</summary>
    public static long[] Seconds(this SeriesData data, long since) => [.. data.Times.ToArray().Select(t => (t / 1_000_000_000) - since)];
}
