using System.Text.Json;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.KayentaVectors;

/// <summary>A case of the upstream test suites.</summary>
internal static class SuiteCase
{
    public static void Hold(JsonElement item, Tally tally)
    {
        var kind = item.GetProperty("kind").GetString()!;
        var expected = item.GetProperty("expected", "evaluations");
        var expect = new Expect();
        switch (kind)
        {
            case "classifier":
                Classifier(item, expected, expect);
                break;
            case "mannWhitney":
                Interval(expect, expected, ShiftInterval.Of(Statistic(item, "y", "x"), Quantile(item)));
                break;
            case "wilcoxonDiff":
                var statistic = Statistic(item, "y", "x");
                foreach (var e in expected.EnumerateArray())
                {
                    expect.Close("value", Expect.Number(e.GetProperty("value")), statistic.At(Expect.Number(e.GetProperty("mu"))) - Expect.Number(e.GetProperty("quantile")));
                }

                break;
            case "scorer":
                Scorer(item, expected, expect);
                break;
            case "outlierDetector":
                expect.Same("outliers", string.Join(' ', expected.EnumerateArray()), string.Join(' ', Outliers(item)));
                break;
            case "statistic":
                StatisticCase.Hold(item, expected, expect);
                break;
            default:
                expect.Differences.Add("this kind is not known");
                break;
        }

        tally.Count(kind, item.GetProperty("id").GetString()!, expect.Differences);
    }

    public static void Interval(Expect expect, JsonElement expected, ShiftInterval? interval)
    {
        expect.Close("lower", Expect.Number(expected.GetProperty("lower")), interval?.Lower);
        expect.Close("upper", Expect.Number(expected.GetProperty("upper")), interval?.Upper);
        expect.Close("estimate", Expect.Number(expected.GetProperty("estimate")), interval?.Estimate);
    }

    private static void Classifier(JsonElement item, JsonElement expected, Expect expect)
    {
        var given = item.GetProperty("parameters");
        double Threshold(string key) => Expect.Number(given.GetProperty(key));
        var metric = new KayentaMetric(item.GetProperty("metricName").GetString()!)
        {
            Direction = Enum.Parse<Direction>(given.GetProperty("direction").GetString()!, ignoreCase: true),
            ReplacesNan = given.GetProperty("nanStrategy").GetString() == "replace",
            Critical = given.GetProperty("critical").GetBoolean(),
            MustHaveData = given.GetProperty("mustHaveData").GetBoolean(),
            Effect = new(given.GetProperty("measure").GetString() == "cles", Threshold("allowedIncrease"), Threshold("allowedDecrease"), Threshold("criticalIncrease"), Threshold("criticalDecrease")),
        };
        var levels = new KayentaLevels
        {
            Tolerance = Threshold("tolerance"),
            Quantile = Quantile(given),
            CanaryLabel = item.GetProperty("experimentLabel").GetString()!,
            BaselineLabel = item.GetProperty("controlLabel").GetString()!,
        };

        var finding = KayentaClassifier.Classify(metric, Expect.Numbers(item.GetProperty("control")), Expect.Numbers(item.GetProperty("experiment")), levels);

        expect.Same("classification", expected.GetProperty("classification").GetString(), finding.Class.ToString());
        expect.Same("reason", expected.GetProperty("classificationReason").GetString(), finding.Reason);
        expect.Same("critical", expected.GetProperty("critical").GetBoolean(), finding.Critical);
        if (expected.GetProperty("ratio") is { ValueKind: not JsonValueKind.Null } ratio)
        {
            expect.Close("ratio", Expect.Number(ratio), finding.Ratio);
        }

        if (expected.TryGetProperty("mannWhitney", out var interval))
        {
            Interval(expect, interval, finding.Interval);
        }
    }

    private static void Scorer(JsonElement item, JsonElement expected, Expect expect)
    {
        var metrics = item.GetProperty("metrics").EnumerateArray().Select(m => (
            (IReadOnlyList<string>)[.. m.GetProperty("groups").EnumerateArray().Select(g => g.GetString()!)],
            new KayentaFinding(Enum.Parse<KayentaClass>(m.GetProperty("classification").GetString()!), null, null, m.GetProperty("critical").GetBoolean())));
        var weights = item.GetProperty("groupWeights").EnumerateObject().ToDictionary(w => w.Name, w => Expect.Number(w.Value), StringComparer.Ordinal);

        var score = KayentaScore.Of([.. metrics], weights);

        expect.Close("score", Expect.Number(expected.GetProperty("score")), score.Value);
        expect.Same("reason given", expected.GetProperty("reasonGiven").GetBoolean(), score.Reason.Length > 0);
        expect.Same("groups", expected.GetProperty("groupScores").GetArrayLength(), score.Groups.Count);
        foreach (var group in expected.GetProperty("groupScores").EnumerateArray())
        {
            var found = score.Groups.FirstOrDefault(g => g.Name == group.GetProperty("name").GetString());
            expect.Close("group score", Expect.Number(group.GetProperty("score")), found?.Score);
            expect.Same("no data", group.GetProperty("noData").GetBoolean(), found?.HasData == false);
        }
    }

    private static IEnumerable<bool> Outliers(JsonElement item)
    {
        var values = Expect.Numbers(item.GetProperty("data"));
        var factor = Expect.Number(item.GetProperty("factor"));
        if (values.Length == 0)
        {
            return [];
        }

        if (item.GetProperty("detector").GetString() == "iqr")
        {
            var fences = OutlierFences.Of(values, factor, item.GetProperty("reduceSensitivity").GetBoolean());
            return values.Select(fences.Exclude);
        }

        // The judge never uses k-sigma, so it is not in the product: this holds only the mean and the deviation.
        double mean = CommonsMath.Mean(values), reach = CommonsMath.StandardDeviation(values) * factor;
        return values.Select(v => Math.Abs(v - mean) > reach);
    }

    private static RankStatistic Statistic(JsonElement item, string baseline, string canary) =>
        new(Expect.Numbers(item.GetProperty(baseline)), Expect.Numbers(item.GetProperty(canary)));

    private static double Quantile(JsonElement item) => item.GetProperty("confLevel").GetDouble() switch
    {
        0.98 => 2.326347874040841,
        0.95 => 1.959963984540054,
        var other => throw new NotSupportedException($"The quantile of {other} is not known."),
    };

    private static JsonElement GetProperty(this JsonElement element, string key, string otherwise) =>
        element.TryGetProperty(key, out var value) ? value : element.GetProperty(otherwise);
}
