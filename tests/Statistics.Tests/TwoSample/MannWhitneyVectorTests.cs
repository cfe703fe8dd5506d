using System.Text.Json;
using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Tests.TwoSample;

/// <summary>Base R 4.2.2 on 160 pairs of samples, with and without ties.</summary>
public sealed class MannWhitneyVectorTests
{
    private static readonly JsonElement[] Cases = Vectors.Of("two-sample", "two_sample");

    [Fact]
    public void U_and_superiority_agree_with_R_to_the_bit() => Assert.All(Cases, c =>
    {
        var result = new MannWhitney().Run(c.Numbers("baseline"), c.Numbers("canary"), Alternative.Different);

        Assert.Equal(c.Number("u_canary"), result.Statistic);
        Vectors.Close(c.Number("prob_superiority"), result.Superiority, 1e-15, c.GetProperty("id").ToString());
    });

    [Theory]
    [InlineData("two_sided", Alternative.Different)]
    [InlineData("less", Alternative.Less)]
    [InlineData("greater", Alternative.Greater)]
    public void Normal_p_values_agree_with_R(string name, Alternative alternative) => Assert.All(Cases, c =>
    {
        // wilcox.test(canary, baseline, exact = FALSE, correct = TRUE, alternative = ...)$p.value
        double[] baseline = c.Numbers("baseline"), canary = c.Numbers("canary");

        var ranks = Ranks.Merge(Samples.Sorted(baseline), Samples.Sorted(canary));
        var p = MannWhitney.NormalPValue(c.Number("u_canary"), baseline.Length, canary.Length, ranks.TieTerm, alternative);

        Vectors.Close(c.Number($"p_normal_{name}"), p, 1e-10, c.GetProperty("id").ToString());
    });

    [Theory]
    [InlineData("two_sided", Alternative.Different)]
    [InlineData("less", Alternative.Less)]
    [InlineData("greater", Alternative.Greater)]
    public void Exact_p_values_agree_with_R(string name, Alternative alternative) => Assert.All(Cases, c =>
    {
        // wilcox.test(canary, baseline, exact = TRUE, alternative = ...)$p.value; not asked for with ties and for 3 others
        var result = new MannWhitney().Run(c.Numbers("baseline"), c.Numbers("canary"), alternative);

        Assert.Equal(!c.GetProperty("ties").GetBoolean(), result.Exact);
        if (c.Has($"p_exact_{name}"))
        {
            Vectors.Close(c.Number($"p_exact_{name}"), result.PValue, 1e-10, c.GetProperty("id").ToString());
        }
    });

    [Fact]
    public void The_Hodges_Lehmann_estimate_agrees_with_the_median_of_all_differences() => Assert.All(Cases, c =>
        Vectors.Close(c.Number("hodges_lehmann"), Shift(c, 0.025).Estimate, 1e-13, c.GetProperty("id").ToString(), 1e-14));

    [Fact]
    public void The_exact_ends_agree_with_R_where_some_pair_meets_the_level() => Assert.All(Cases.Where(c => c.Has("hl_exact_ci")), c =>
    {
        // wilcox.test(canary, baseline, exact = TRUE, conf.int = TRUE, conf.level = confidence)$conf.int
        var expected = c.Numbers("hl_exact_ci");
        var ends = Shift(c, (1 - c.Number("confidence")) / 2);

        // R falls back to the smallest and largest difference when no pair meets the level; here the ends are infinite then.
        var smallestP = MannWhitney.ExactPValue(0, c.Numbers("baseline").Length, c.Numbers("canary").Length, Alternative.Less);
        var met = smallestP < (1 - c.Number("confidence")) / 2;
        Assert.Equal(met ? expected[0] : double.NegativeInfinity, ends.Lower);
        Assert.Equal(met ? expected[1] : double.PositiveInfinity, ends.Upper);
    });

    private static Interval Shift(JsonElement c, double endLevel) => HodgesLehmann.Difference(
        Samples.Sorted(c.Numbers("baseline")), Samples.Sorted(c.Numbers("canary")), endLevel, CancellationToken.None);
}
