using CanaryJudge.Statistics.Stratified;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Stratified;

public sealed class StratifiedWelchTests
{
    private static readonly SampleStratum[] Two = [new([3, 5, 8, 9, 13], [4, 6, 11]), new([90, 95, 100, 120], [96, 99, 101, 105, 130, 140])];

    // R: w = c(3, 6) / 9; d = sum(w * (mean(c) - mean(b))); p = w^2 var / n; df = sum(p)^2 / sum(p^2 / (n - 1)); pt(d / sqrt(sum(p)), df, lower = FALSE)
    [Fact]
    public void Difference_and_p_value_agree_with_R()
    {
        var (difference, _, _) = StratifiedWelch.Interval(Two, 0.05);
        var test = StratifiedWelch.Run(Two, Alternative.Greater);

        Vectors.Close(6.85555555555555163, difference.Estimate, 1e-10, "difference");
        Vectors.Close(-5.61871079174209331, difference.Lower, 1e-10, "lower");
        Vectors.Close(19.32982190285319746, difference.Upper, 1e-10, "upper");
        Vectors.Close(1.01913330170100003, test.Statistic, 1e-10, "t");
        Vectors.Close(0.16867470632301881, test.PValue, 1e-10, "p");
    }

    [Fact]
    public void One_stratum_is_Welchs_test() => GenStrata.Samples.Where(s => s[0].Baseline.Length > 1 && s[0].Canary.Length > 1).ForAll(strata =>
    {
        var (b, c) = strata[0];

        Assert.Equal(new Welch().Run(b, c, Alternative.Less).PValue, StratifiedWelch.Run([strata[0]], Alternative.Less).PValue, 1e-12);
        Assert.Equal(Welch.Interval(b, c, 0.05).Upper, StratifiedWelch.Interval([strata[0]], 0.05).Difference.Upper, 1e-9);
    });

    [Fact]
    public void Levels_of_strata_change_nothing() => GenStrata.Samples.Where(g => g.All(s => s.Baseline.Length > 1 && s.Canary.Length > 1)).ForAll(strata => Assert.Equal(
        StratifiedWelch.Run(strata, Alternative.Greater).PValue, StratifiedWelch.Run(GenStrata.Each(strata, (v, s) => v + (1024 * s)), Alternative.Greater).PValue, 1e-9));

    [Fact]
    public void The_means_are_those_of_the_canarys_mix()
    {
        var (difference, baseline, canary) = StratifiedWelch.Interval(Two, 0.05);

        Assert.Equal((4 + 6 + 11 + 671) / 9.0, canary, 1e-12);
        Assert.Equal(difference.Estimate, canary - baseline, 1e-12);
    }

    [Fact]
    public void Arms_without_any_spread_have_no_test() => Assert.Equal(1, StratifiedWelch.Run([new([1, 1], [2, 2]), new([3, 3], [4, 4])], Alternative.Greater).PValue);
}
