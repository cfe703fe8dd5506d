using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.Stratified;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Stratified;

public sealed class StratifiedMannWhitneyTests
{
    private static readonly SampleStratum[] Two =
    [
        new([1, 2, 2, 3, 5, 7, 8, 8, 9, 11], [2, 4, 6, 8, 10, 12, 12, 13, 15, 16, 18]),
        new([101, 102, 105, 105, 107, 109, 110, 114, 118, 120, 121, 130], [99, 103, 105, 112, 119, 121, 125, 133, 140, 150]),
    ];

    // R: per stratum U - n m / 2, its variance with ties s2 and v = n m / N from rank(); w = sqrt(v / s2), h = min(w) / 2;
    // z = sum(w * dev) / sqrt(sum(v)); pnorm((sum(w * dev) - h) / sqrt(sum(v)), lower = FALSE), and so on.
    [Fact]
    public void Two_strata_with_ties_agree_with_R()
    {
        Vectors.Close(2.4542800251032881, StratifiedMannWhitney.Run(Two, Alternative.Greater).Statistic, 1e-10, "z");
        Vectors.Close(0.0075348573818299546, StratifiedMannWhitney.Run(Two, Alternative.Greater).PValue, 1e-10, "greater");
        Vectors.Close(0.99339136375467219, StratifiedMannWhitney.Run(Two, Alternative.Less).PValue, 1e-10, "less");
        Vectors.Close(0.015069714763659909, StratifiedMannWhitney.Run(Two, Alternative.Different).PValue, 1e-10, "different");
    }

    [Fact]
    public void One_stratum_is_the_plain_test() => GenStrata.Samples.ForAll(strata => Assert.All(Enum.GetValues<Alternative>(), alternative =>
        Assert.Equal(
            MannWhitney.RunSorted(strata[0].Baseline, strata[0].Canary, alternative).PValue,
            StratifiedMannWhitney.Run([strata[0]], alternative).PValue)));

    [Fact]
    public void The_order_of_strata_and_a_rising_change_of_each_change_nothing() => GenStrata.Samples.ForAll(strata =>
    {
        var p = StratifiedMannWhitney.Run(strata, Alternative.Greater).PValue;

        Assert.Equal(p, StratifiedMannWhitney.Run([.. strata.Reverse()], Alternative.Greater).PValue, 1e-12);
        Assert.Equal(p, StratifiedMannWhitney.Run(GenStrata.Each(strata, (v, s) => (v * v) + (1000 * s)), Alternative.Greater).PValue);
    });

    [Fact]
    public void Swapping_arms_and_direction_leaves_the_p_value_alone() => GenStrata.Samples.ForAll(strata => Assert.Equal(
        StratifiedMannWhitney.Run(strata, Alternative.Greater).PValue, StratifiedMannWhitney.Run(GenStrata.Swapped(strata), Alternative.Less).PValue, 1e-12));

    [Fact]
    public void A_larger_canary_value_never_weakens_the_evidence() => GenStrata.Samples.ForAll(strata =>
    {
        // Superiority, not p: breaking a tie widens the variance too.
        var canary = strata[0].Canary.ToArray();
        canary[^1] += 1000;
        SampleStratum[] more = [strata[0] with { Canary = canary }, .. strata[1..]];

        Assert.True(StratifiedMannWhitney.Run(more, Alternative.Greater).Superiority >= StratifiedMannWhitney.Run(strata, Alternative.Greater).Superiority);
    });

    [Fact]
    public void A_stratum_that_is_all_ties_says_nothing()
    {
        SampleStratum tied = new([7, 7, 7], [7, 7]);

        Assert.Equal(
            StratifiedMannWhitney.Run(Two, Alternative.Greater).PValue, StratifiedMannWhitney.Run([.. Two, tied], Alternative.Greater).PValue);
        Assert.Equal(1, StratifiedMannWhitney.Run([tied, tied], Alternative.Greater).PValue);
    }

    [Fact]
    public void Two_strata_of_ten_are_within_0_004_of_the_exact_p_value()
    {
        // The exact distribution of the sum of two independent U, from the counts of each.
        var tails = Enumerable.Range(0, 102).Select(u => MannWhitney.ExactPValue(u, 10, 10, Alternative.Greater)).ToArray();
        double Mass(int u) => tails[u] - tails[u + 1];
        double worst = 0, sd = Math.Sqrt(2 * 100 * 21 / 12.0);
        for (var sum = 0; sum <= 200; sum++)
        {
            var exact = Enumerable.Range(0, 101).Sum(u => Mass(u) * (sum - u <= 0 ? 1 : sum - u > 100 ? 0 : tails[sum - u]));
            worst = Math.Max(worst, Math.Abs(exact - Gaussian.PValue((sum - 100 - 0.5) / sd, Alternative.Greater)));
        }

        Assert.InRange(worst, 0, 0.004);
    }

    [Fact]
    public void Pooling_shifted_strata_would_alarm_where_this_test_does_not()
    {
        // The canary has most of the slow region: pooled, it looks slow.
        var draws = new Draws(5);
        const int Runs = 1_000;
        int pooled = 0, within = 0;
        for (var run = 0; run < Runs; run++)
        {
            SampleStratum[] strata = [Stratum(200, 20, 0), Stratum(50, 60, 2)];
            double[] b = [.. strata.SelectMany(s => s.Baseline)], c = [.. strata.SelectMany(s => s.Canary)];
            pooled += new MannWhitney().Run(b, c, Alternative.Greater).PValue < 0.05 ? 1 : 0;
            within += StratifiedMannWhitney.Run(strata, Alternative.Greater).PValue < 0.05 ? 1 : 0;
        }

        Assert.InRange(pooled, 900, Runs);
        Draws.AtMost(0.05, within, Runs);

        SampleStratum Stratum(int n, int m, double level) => new(
            Draws.Sorted(draws.Of(n, d => level + d.Normal())), Draws.Sorted(draws.Of(m, d => level + d.Normal())));
    }

    [Fact]
    public void Broken_strata_are_refused()
    {
        Assert.Throws<ArgumentException>(() => StratifiedMannWhitney.Run([], Alternative.Greater));
        Assert.Throws<ArgumentException>(() => StratifiedMannWhitney.Run([new([1], [])], Alternative.Greater));
        Assert.Throws<ArgumentException>(() => StratifiedMannWhitney.Run([new([2, 1], [1])], Alternative.Greater));
        Assert.Throws<ArgumentException>(() => StratifiedMannWhitney.Run([new([double.NaN], [1])], Alternative.Greater));
    }
}
