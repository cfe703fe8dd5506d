using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kayenta;
using CanaryJudge.Sources.Kayenta;

namespace CanaryJudge.KayentaVectors;

/// <summary>One metric, judged through the door that users take: a request of one pair.</summary>
internal static class MetricCase
{
    public static void Hold(JsonElement item, Tally tally)
    {
        var expected = item.GetProperty("expected");
        var expect = new Expect();
        var reading = KayentaRequests.Read(Request(item));
        var kind = "metric, refused";
        if (expected.TryGetProperty("throws", out _))
        {
            expect.Same("refused", true, reading.Request is null);
            if (expected.TryGetProperty("message", out var message))
            {
                expect.Same("message", true, reading.Problems[0].Message.Contains(message.GetString()!, StringComparison.Ordinal));
            }
        }
        else if (reading.Request is { } request)
        {
            var metric = KayentaJudge.Decide(request).Metrics[0];
            kind = $"metric, {expected.GetProperty("path").GetString()}";
            if (Expect.IsTrue(item, "nondeterministic"))
            {
                WasSeen(item, metric.Finding, expect);
            }
            else
            {
                Same(expected, metric, expect);
            }

            StatisticCase.Summary(expect, expected.GetProperty("stats").GetProperty("control"), metric.Baseline);
            StatisticCase.Summary(expect, expected.GetProperty("stats").GetProperty("experiment"), metric.Canary);
            Warns(item, metric, expect);
        }
        else
        {
            expect.Differences.Add($"refused: {reading.Problems[0].Path}: {reading.Problems[0].Message}");
        }

        tally.Count(kind, item.GetProperty("id").GetString()!, expect.Differences);
    }

    private static void Same(JsonElement expected, KayentaMetricJudgement metric, Expect expect)
    {
        var finding = metric.Finding;
        expect.Same("classification", expected.GetProperty("classification").GetString(), finding.Class.ToString());
        expect.Same("reason", expected.GetProperty("classificationReason").GetString(), finding.Reason);
        expect.Same("critical", expected.GetProperty("critical").GetBoolean(), finding.Critical);
        expect.Same("muted", expected.GetProperty("muted").GetBoolean(), metric.Metric.Muted);
        if (expected.GetProperty("ratio") is { ValueKind: not JsonValueKind.Null } ratio)
        {
            expect.Close("ratio", Expect.Number(ratio), finding.Ratio);
        }
        else
        {
            expect.Same("ratio", null, finding.Ratio);
        }

        if (expected.TryGetProperty("mannWhitney", out var interval))
        {
            SuiteCase.Interval(expect, interval, finding.Interval);
        }

        if (expected.TryGetProperty("cles", out var cles))
        {
            expect.Close("cles", Expect.Number(cles), Statistic(metric).Cles());
        }

        if (expected.TryGetProperty("meanRatio", out var mean))
        {
            expect.Close("mean ratio", Expect.Number(mean), CommonsMath.MeanRatio(Preparation(metric, metric.Pair.Baseline), Preparation(metric, metric.Pair.Canary)));
        }
    }

    private static void WasSeen(JsonElement item, KayentaFinding finding, Expect expect)
    {
        var seen = item.GetProperty("classificationsSeen").EnumerateArray()
            .Select(s => $"{s.GetProperty("classification").GetString()} {(s.GetProperty("critical").GetBoolean() ? "critical" : "")}").ToList();
        var answer = $"{finding.Class} {(finding.Critical ? "critical" : "")}";
        expect.Same($"{answer} seen among {string.Join(", ", seen)}", true, seen.Contains(answer, StringComparer.Ordinal));
    }

    /// <summary>Our warning, not Kayenta's answer: it is due where the exact interval classifies otherwise. The vectors' flag leaves the direction aside.</summary>
    private static void Warns(JsonElement item, KayentaMetricJudgement metric, Expect expect)
    {
        var warns = metric.Finding.Warnings.Any(w => w.Code == KayentaFlaw.RootTolerance);
        if (warns || metric.Metric.Direction == Direction.Either)
        {
            expect.Same("a warning of the root's tolerance", Expect.IsTrue(item, "rootSensitive"), warns);
        }
    }

    private static RankStatistic Statistic(KayentaMetricJudgement metric) =>
        new(Preparation(metric, metric.Pair.Baseline), Preparation(metric, metric.Pair.Canary));

    private static double[] Preparation(KayentaMetricJudgement metric, ReadOnlyMemory<double> values) => KayentaPreparation.Of(metric.Metric, values.Span);

    private static byte[] Request(JsonElement item) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["canaryConfig"] = new JsonObject
        {
            ["metrics"] = new JsonArray(new JsonObject
            {
                ["name"] = item.GetProperty("metricName").GetString(),
                ["groups"] = new JsonArray("all"),
                ["analysisConfigurations"] = new JsonObject { ["canary"] = Node(item, "analysis") },
            }),
            ["classifier"] = new JsonObject(),
        },
        ["scoreThresholds"] = new JsonObject { ["pass"] = 95, ["marginal"] = 50 },
        ["metricSetPairList"] = new JsonArray(new JsonObject
        {
            ["name"] = item.GetProperty("metricName").GetString(),
            ["values"] = new JsonObject { ["control"] = Node(item, "control"), ["experiment"] = Node(item, "experiment") },
        }),
    }.ToJsonString());

    private static JsonNode? Node(JsonElement item, string key) => JsonNode.Parse(item.GetProperty(key).GetRawText());
}
