using CanaryJudge.Statistics.Stratified;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Stratified;

public sealed class HomogeneityTests
{
    // R: pchisq(c(0.5, 3, 25, 180), c(1, 4, 3, 99), lower = FALSE)
    [Theory]
    [InlineData(0.5, 1, 4.7950012218695348e-01)]
    [InlineData(3, 4, 5.5782540037107464e-01)]
    [InlineData(25, 3, 1.5440498291101368e-05)]
    [InlineData(180, 99, 1.2065140449690651e-06)]
    public void The_chi_square_tail_agrees_with_R(double sum, double degrees, double expected) => Vectors.Close(expected, Homogeneity.ChiSquare(sum, degrees), 1e-10, "p");

    // R: mantelhaen.test(table)$estimate
    [Fact]
    public void The_common_odds_ratio_agrees_with_R()
    {
        Vectors.Close(1.1053426615022164, Homogeneity.OddsRatio(StratifiedExactTests.Berkeley), 1e-12, "Berkeley");
        Vectors.Close(0.69115826291515781, Homogeneity.OddsRatio(StratifiedExactTests.Stones), 1e-12, "stones");
    }

    // R: Breslow and Day's statistic with Tarone's correction from its formula, fitted counts by polyroot; pchisq(..., S - 1, lower = FALSE).
    [Fact]
    public void Breslow_Day_Tarone_agrees_with_R()
    {
        var berkeley = Homogeneity.OfShares(StratifiedExactTests.Berkeley);
        var stones = Homogeneity.OfShares(StratifiedExactTests.Stones);

        Vectors.Close(18.8255012520528595132, berkeley.Sum(r => r * r), 1e-10, "Berkeley");
        Vectors.Close(0.0020714013978811578, Homogeneity.PValue(berkeley, 1), 1e-10, "Berkeley p");
        Vectors.Close(0.96562977791716220, stones.Sum(r => r * r), 1e-10, "stones");
        Vectors.Close(0.32577252341340468, Homogeneity.PValue(stones, 1), 1e-10, "stones p");
        Assert.Equal(0, Array.IndexOf(berkeley, berkeley.Max()));
    }

    // R: q = r t_c / (r t_c + t_b) with Mantel and Haenszel's rate ratio r; sum(m^2 / V) - sum(m)^2 / sum(V).
    [Fact]
    public void Rates_agree_with_R()
    {
        var residuals = Homogeneity.OfRates([new(12, 100, 9, 40), new(3, 25.5, 7, 30.25), new(40, 300, 2, 10)]);

        Vectors.Close(0.087856474045521341, residuals.Sum(r => r * r), 1e-10, "statistic");
        Vectors.Close(0.957022633802295353, Homogeneity.PValue(residuals, 1), 1e-10, "p");
    }

    [Fact]
    public void Swapping_the_arms_changes_the_signs_only() => GenStrata.Events.ForAll(strata =>
    {
        double[] there = Homogeneity.OfShares(strata), back = Homogeneity.OfShares(GenStrata.Swapped(strata));

        for (var s = 0; s < there.Length; s++)
        {
            Assert.Equal(there[s], -back[s], 1e-6);
        }
    });

    [Fact]
    public void Estimates_that_agree_have_no_residuals_and_a_silent_stratum_says_nothing()
    {
        Assert.Equal([0, 0, 0], Homogeneity.OfEstimates([2, 2, 99], [1, 3, 0]));
        Assert.Equal(1, Homogeneity.PValue([0.0], 1));
        Assert.Equal(Homogeneity.PValue([1.0, -1], 1), Homogeneity.PValue([2.0, -2], 4));
    }

    [Fact]
    public void Strata_alike_are_told_apart_at_the_level_only()
    {
        var draws = new Draws(41);
        const int Runs = 2_000;
        var hits = Enumerable.Range(0, Runs).Count(_ => Homogeneity.PValue(
            Homogeneity.OfShares([.. Enumerable.Range(1, 4).Select(s => new EventStratum(draws.Binomial(200, 0.1 * s), 200, draws.Binomial(60 * s, 0.1 * s), 60 * s))]), 1) < 0.05);

        Draws.AtMost(0.05, hits, Runs);
    }
}
