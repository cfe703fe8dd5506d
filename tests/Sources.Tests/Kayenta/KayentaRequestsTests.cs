using System.Text;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kayenta;
using CanaryJudge.Sources.Kayenta;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Kayenta;

public sealed class KayentaRequestsTests
{
    private static readonly string[] Damages = ["", "null", "[", "}", "\"", "-1e999", "{}", ",", "\\", "true"];

    [Fact]
    public void The_documented_request_gets_the_documented_answer()
    {
        var judgement = KayentaJudge.Decide(KayentaRequests.Read(Encoding.UTF8.GetBytes(RequestText.Good)).Request!);

        var answer = JsonNode.Parse(KayentaAnswers.Write(judgement))!;
        Assert.Equal("latency was classified as High", (string?)answer["results"]![0]!["classificationReason"]);
        Assert.Equal(1.2, (double)answer["results"]![0]!["resultMetadata"]!["ratio"]!);
        Assert.Equal("The Canary and Baseline data are identical", (string?)answer["results"]![1]!["classificationReason"]);
        Assert.Equal("""{"score":40,"classification":"Fail","classificationReason":""}""", answer["score"]!.ToJsonString());
        Assert.Null(answer["warnings"]);
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "critical", "\"true\"", "This must be true or false; it is the string \"true\"." },
        { "direction", "null", "This must be a string, or be left out; it is null." },
        { "effectSize", """{"allowedIncrease":"1.5"}""", "This must be a number; it is the string \"1.5\"." },
        { "muted", "1", "This must be true or false; it is 1." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_setting_of_the_wrong_type_is_refused_with_its_path(string key, string value, string message)
    {
        var problem = Assert.Single(Problems(r => Settings(r)[key] = JsonNode.Parse(value)));

        Assert.StartsWith($"canaryConfig.metrics[0].analysisConfigurations.canary.{key}", problem.Path, StringComparison.Ordinal);
        Assert.Equal(message, problem.Message);
    }

    [Fact]
    public void An_unknown_word_or_parent_means_the_default()
    {
        var reading = KayentaRequests.Read(RequestText.With(r =>
        {
            Settings(r)["direction"] = "INCREASE";
            Settings(r)["outliers"] = "remove";
            Settings(r)["nanStrategy"] = "none";
        }));

        var metric = reading.Request!.Config.Metrics[0];
        Assert.Equal(Direction.Either, metric.Direction);
        Assert.False(metric.RemovesOutliers || metric.ReplacesNan);
    }

    [Fact]
    public void A_number_that_is_null_is_zero_and_not_the_default()
    {
        var reading = KayentaRequests.Read(RequestText.With(r => Settings(r)["effectSize"] = new JsonObject { ["measure"] = "cles", ["allowedIncrease"] = null }));

        Assert.Equal(new KayentaEffect(true, 0, 0.5, 0.5, 0.5), reading.Request!.Config.Metrics[0].Effect);
    }

    [Fact]
    public void A_mistake_in_a_metric_that_no_pair_names_is_none() => Assert.Empty(Problems(r =>
    {
        Settings(r)["critical"] = "true";
        r["metricSetPairList"]!.AsArray().RemoveAt(0);
    }));

    [Fact]
    public void Every_mistake_is_reported_at_once_with_its_path()
    {
        var problems = Problems(r =>
        {
            r["scoreThresholds"]!.AsObject().Remove("marginal");
            r["canaryConfig"]!.AsObject().Remove("classifier");
            r["metricSetPairList"]![0]!["values"]!.AsObject().Remove("experiment");
            r["metricSetPairList"]![1]!["values"]!["control"]![1] = null;
        });

        Assert.Equal(
            ["metricSetPairList[0].values.experiment", "metricSetPairList[1].values.control[1]", "canaryConfig.classifier", "scoreThresholds.marginal"],
            problems.Select(p => p.Path));
    }

    [Fact]
    public async Task Requests_are_read_one_a_line_or_over_several_lines_and_each_knows_its_line()
    {
        var readings = await ReadAll($"{RequestText.Line}\n\n{RequestText.Good}\n{RequestText.Line}");

        Assert.All(readings, r => Assert.NotNull(r.Request));
        Assert.Equal([1, 3, 14], readings.Select(r => r.Line));
    }

    [Fact]
    public async Task Reading_goes_on_with_the_line_after_broken_JSON()
    {
        var readings = await ReadAll($"{{\"x\": NaN}}\n{RequestText.Line}\n{{\"x\": [1,\n{RequestText.Line}\n{{");

        Assert.Equal([1L, 2, 5, 4, 5], readings.Select(r => r.Line));
        Assert.Equal([false, true, false, true, false], readings.Select(r => r.Request is not null));
        Assert.Contains("write NaN as \"NaN\"", readings[0].Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal("The input ends within the request that begins here.", readings[^1].Problems[0].Message);
    }

    [Fact]
    public void A_lone_surrogate_is_a_problem() =>
        Assert.Null(KayentaRequests.Read(Encoding.UTF8.GetBytes(RequestText.Line.Replace("\"p1\"", "\"\\ud800\"", StringComparison.Ordinal))).Request);

    [Fact]
    public void Any_damage_leads_to_an_answer_or_a_problem() =>
        Gen.Select(Gen.Int[0, RequestText.Line.Length - 1], Gen.Int[0, 9], Gen.Int[0, Damages.Length - 1]).ForAll((at, length, damage) =>
        {
            var damaged = RequestText.Line[..at] + Damages[damage] + RequestText.Line[Math.Min(RequestText.Line.Length, at + length)..];

            var reading = KayentaRequests.Read(Encoding.UTF8.GetBytes(damaged));

            Assert.NotEqual(reading.Request is null, reading.Problems.Count == 0);
            Assert.True(reading.Request is null || JsonNode.Parse(KayentaAnswers.Write(KayentaJudge.Decide(reading.Request))) is not null);
        });

    private static JsonNode Settings(JsonNode request) => request["canaryConfig"]!["metrics"]![0]!["analysisConfigurations"]!["canary"]!;

    private static IReadOnlyList<PolicyProblem> Problems(Action<JsonNode> change) => KayentaRequests.Read(RequestText.With(change)).Problems;

    private static async Task<List<KayentaReading>> ReadAll(string text)
    {
        var readings = new List<KayentaReading>();
        await foreach (var reading in KayentaRequests.ReadAllAsync(new StringReader(text), TestContext.Current.CancellationToken))
        {
            readings.Add(reading);
        }

        return readings;
    }
}
