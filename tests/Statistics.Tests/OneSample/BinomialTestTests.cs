using CanaryJudge.Statistics.OneSample;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.OneSample;

public sealed class BinomialTestTests
{
    [Theory]
    [InlineData("both", Alternative.Different)]
    [InlineData("greater", Alternative.Greater)]
    [InlineData("less", Alternative.Less)]
    public void P_values_agree_with_R(string name, Alternative alternative) => Assert.All(Vectors.Of("binomial", "cases"), c => Vectors.Close(
        c.Number(name), BinomialTest.PValue(c.GetProperty("events").GetInt64(), c.GetProperty("total").GetInt64(), c.Number("share"), alternative), 1e-10, c.ToString()));

    [Fact]
    public void It_is_the_sum_over_all_counts_that_are_as_rare() => Gen.Select(Gen.Int[1, 60], Gen.Double[0.01, 0.99], Gen.Double[0, 1]).ForAll((n, share, part) =>
    {
        var seen = (int)Math.Round(part * n);
        double[] mass = [.. Enumerable.Range(0, n + 1).Select(k => Math.Exp(MathNet.Numerics.SpecialFunctions.BinomialLn(n, k) + (k * Math.Log(share)) + ((n - k) * Math.Log(1 - share))))];

        var p = BinomialTest.PValue(seen, n, share, Alternative.Different);

        Assert.Equal(Math.Min(1, mass.Where(m => m <= mass[seen] * (1 + 1e-7)).Sum()), p, 1e-9);
    });

    [Fact]
    public void Counting_the_others_instead_changes_nothing() => Gen.Select(Gen.Int[1, 100_000], Gen.Double[0.001, 0.999], Gen.Double[0, 1]).ForAll((n, share, part) =>
    {
        // A sixteenth, so that the share of the others is exact too.
        var exact = Math.Clamp(Math.Round(share * 16) / 16, 1.0 / 16, 15.0 / 16);
        var seen = (long)Math.Round(part * n);

        Vectors.Close(BinomialTest.PValue(seen, n, exact, Alternative.Different), BinomialTest.PValue(n - seen, n, 1 - exact, Alternative.Different), 1e-9, $"{seen} of {n}, {exact}", 1e-300);
        Vectors.Close(BinomialTest.PValue(seen, n, exact, Alternative.Less), BinomialTest.PValue(n - seen, n, 1 - exact, Alternative.Greater), 1e-9, $"{seen} of {n}, {exact}", 1e-300);
    });

    [Fact]
    public void Further_from_the_share_is_never_likelier() => Gen.Select(Gen.Int[1, 5_000], Gen.Double[0.01, 0.99]).ForAll((n, share) =>
    {
        var mode = (int)((n + 1) * share);
        for (var seen = mode; seen < Math.Min(n, mode + 50); seen++)
        {
            Assert.True(BinomialTest.PValue(seen + 1, n, share, Alternative.Different) <= BinomialTest.PValue(seen, n, share, Alternative.Different) * (1 + 1e-9));
        }
    });

    [Fact]
    public void Huge_totals_take_no_longer_and_keep_the_share()
    {
        Assert.Equal(1, BinomialTest.PValue(450_359_962_737_049, 9_007_199_254_740_992, 0.05, Alternative.Different), 1e-3);
        Assert.Equal(0, BinomialTest.PValue(470_000_000_000_000, 9_007_199_254_740_992, 0.05, Alternative.Different));
    }

    [Fact]
    public void False_alarms_stay_at_the_level()
    {
        const int runs = 4000;
        var draws = new Draws(7);

        var alarms = Enumerable.Range(0, runs).Count(_ => BinomialTest.PValue(draws.Binomial(400, 0.05), 400, 0.05, Alternative.Different) < 0.05);

        Draws.AtMost(0.05, alarms, runs);
    }

    [Theory]
    [InlineData(-1, 5, 0.5)]
    [InlineData(6, 5, 0.5)]
    [InlineData(0, 0, 0.5)]
    [InlineData(1, 5, 0)]
    [InlineData(1, 5, 1)]
    [InlineData(1, 5, double.NaN)]
    public void Counts_outside_the_total_and_shares_that_are_none_are_refused(long events, long total, double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialTest.PValue(events, total, share, Alternative.Different));
}
