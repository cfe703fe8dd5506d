using System.Text.Json;
using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.KayentaVectors;

/// <summary>One number, or the summary, of one or two arms.</summary>
internal static class StatisticCase
{
    public static void Hold(JsonElement item, JsonElement expected, Expect expect)
    {
        var function = item.GetProperty("function").GetString();
        if (function == "summary")
        {
            Summary(expect, expected, KayentaSummary.Of(Expect.Numbers(item.GetProperty("data"))));
            return;
        }

        expect.Close(function!, Expect.Number(expected), function switch
        {
            "percentile" => Percentile(item),
            "meanRatio" => CommonsMath.MeanRatio(Numbers(item, "control"), Numbers(item, "experiment")),
            "cles" => new RankStatistic(Numbers(item, "control"), Numbers(item, "experiment")).Cles(),
            _ => CohenD(Numbers(item, "control"), Numbers(item, "experiment")),
        });
    }

    public static void Summary(Expect expect, JsonElement expected, KayentaSummary summary)
    {
        expect.Same("count", expected.GetProperty("count").GetInt32(), summary.Count);
        expect.Close("mean", Expect.Number(expected.GetProperty("mean")), summary.Mean);
        expect.Close("min", Expect.Number(expected.GetProperty("min")), summary.Min);
        expect.Close("max", Expect.Number(expected.GetProperty("max")), summary.Max);
        expect.Close("std", Expect.Number(expected.GetProperty("std")), summary.StandardDeviation);
    }

    private static double Percentile(JsonElement item)
    {
        var values = Numbers(item, "data");
        Array.Sort(values);
        return CommonsMath.Percentile(values, Expect.Number(item.GetProperty("p")));
    }

    /// <summary>The judge never uses Cohen's d, so it is not in the product: this holds only the means and deviations.</summary>
    private static double CohenD(double[] control, double[] experiment)
    {
        double one = CommonsMath.StandardDeviation(control), other = CommonsMath.StandardDeviation(experiment);
        var pooled = Math.Sqrt((((control.Length - 1) * one * one) + ((experiment.Length - 1) * other * other)) / (control.Length + experiment.Length - 2));
        return Math.Abs(CommonsMath.Mean(experiment) - CommonsMath.Mean(control)) / pooled;
    }

    private static double[] Numbers(JsonElement item, string key) => Expect.Numbers(item.GetProperty(key));
}
