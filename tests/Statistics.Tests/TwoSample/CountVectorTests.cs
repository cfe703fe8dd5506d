using System.Text.Json;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Tests.TwoSample;

/// <summary>Base R 4.2.2 on 40 pairs of counts.</summary>
public sealed class CountVectorTests
{
    private static readonly JsonElement[] Cases = Vectors.Of("two-sample", "counts");

    [Theory]
    [InlineData("two_sided", Alternative.Different)]
    [InlineData("greater", Alternative.Greater)]
    public void Fisher_s_test_agrees_with_R(string name, Alternative alternative) => Assert.All(Cases, c =>
        Vectors.Close(
            IsPhyperOff(c, name) ? 100.0 / 50_100 :
            c.Number($"fisher_p_{name}"),
            FisherExact.PValue(Whole(c, "baseline_events"), Whole(c, "baseline_total"), Whole(c, "canary_events"), Whole(c, "canary_total"), alternative),
            1e-10,
            c.ToString()));

    [Fact]
    public void The_conditional_rate_ratio_agrees_with_R() => Assert.All(Cases, c =>
        Vectors.Close(
            c.Number("rate_ratio_conditional_p_greater"),
            RateRatio.PValue(
                c.Number("baseline_events"), c.Number("baseline_total"), c.Number("canary_events"), c.Number("canary_total"), 1, Alternative.Greater),
            1e-10,
            c.ToString()));

    [Fact]
    public void Clopper_and_Pearson_agree_with_R() => Assert.All(Cases, c =>
    {
        var expected = c.Numbers("canary_clopper_pearson_95");
        var interval = ClopperPearson.Interval(c.Number("canary_events"), c.Number("canary_total"), 0.025);

        Vectors.Close(expected[0], interval.Lower, 1e-10, c.ToString());
        Vectors.Close(expected[1], interval.Upper, 1e-10, c.ToString());
    });

    // 99 of 100 and 50,000 of 50,000: the one miss is the baseline's with probability 100 / 50,100. R's one-sided value
    // (phyper) is off by 7e-10 there; its own two-sided value, which must be the same, is right.
    private static bool IsPhyperOff(JsonElement c, string name) => name == "greater" && c.GetProperty("id").ValueEquals("c0035");

    private static long Whole(JsonElement c, string key) => c.GetProperty(key).GetInt64();
}
