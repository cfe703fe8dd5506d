using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.TwoSample;

public sealed class KolmogorovSmirnovTests
{
    private static readonly KolmogorovSmirnov Test = new();

    private static readonly Gen<double[]> Arm = Gen.OneOf(Gen.Int[0, 9].Select(x => (double)x).Array[1, 30], Gen.Double[-1, 1].Array[1, 30]);

    [Fact]
    public void Exact_p_values_without_ties_agree_with_SciPy()
    {
        // scipy.stats.ks_2samp(canary, baseline, method="exact").pvalue
        var cases = Vectors.Of("two-sample", "two_sample").ToDictionary(c => c.GetProperty("id").GetString()!);

        Assert.All(Vectors.Of("catalog-scipy", "ks"), v =>
        {
            var id = v.GetProperty("id").GetString()!;
            Vectors.Close(v.Number("p"), Test.Run(cases[id].Numbers("baseline"), cases[id].Numbers("canary"), Alternative.Different).PValue, 1e-10, id);
        });
    }

    [Fact]
    public void Distance_and_exact_p_value_agree_with_R() =>
        Assert.All(Vectors.Of("two-sample", "two_sample").Where(c => c.Has("ks_exact_p")), c =>
        {
            // ks.test(canary, baseline, exact = TRUE): R 4.2.2 takes one minus the other tail, so small values have an absolute error.
            var result = Test.Run(c.Numbers("baseline"), c.Numbers("canary"), Alternative.Different);

            Vectors.Close(c.Number("ks_d"), result.Statistic, 1e-14, c.GetProperty("id").ToString());
            Vectors.Close(c.Number("ks_exact_p"), result.PValue, 1e-10, c.GetProperty("id").ToString(), 2e-13);
            Assert.True(result.Exact);
        });

    [Fact]
    public void With_ties_the_exact_p_values_agree_with_R_in_all_directions() => Assert.All(Vectors.Of("catalog-r", "tied"), c =>
    {
        double[] baseline = c.Numbers("baseline"), canary = c.Numbers("canary");

        Vectors.Close(c.Number("d"), Test.Run(baseline, canary, Alternative.Different).Statistic, 1e-14, c.ToString());
        Vectors.Close(c.Number("p"), Test.Run(baseline, canary, Alternative.Different).PValue, 1e-10, c.ToString(), 1e-14);
        Vectors.Close(c.Number("d_greater"), Test.Run(baseline, canary, Alternative.Greater).Statistic, 1e-14, c.ToString(), 1e-15);
        Vectors.Close(c.Number("p_greater"), Test.Run(baseline, canary, Alternative.Greater).PValue, 1e-10, c.ToString(), 1e-14);
        Vectors.Close(c.Number("p_less"), Test.Run(baseline, canary, Alternative.Less).PValue, 1e-10, c.ToString(), 1e-14);
    });

    [Fact]
    public void Greater_is_a_canary_whose_values_are_larger()
    {
        // Its cumulative share lies below the baseline's.
        double[] low = [1, 2, 3, 4, 5, 6], high = [11, 12, 13, 14, 15];

        Assert.Equal((1, 1.0 / 462), (Test.Run(low, high, Alternative.Greater).Statistic, 1 / Math.Round(1 / Test.Run(low, high, Alternative.Greater).PValue)));
        Assert.Equal((0, 1), (Test.Run(low, high, Alternative.Less).Statistic, Test.Run(low, high, Alternative.Less).PValue));
        Assert.Equal(1.0 / 462, Test.Run(high, low, Alternative.Less).PValue, 1e-15);
    }

    [Fact]
    public void Kolmogorov_s_distribution_agrees_with_SciPy() => Assert.All(Vectors.Of("catalog-scipy", "kolmogorov"), v =>
        Vectors.Close(v.Number("above"), Kolmogorov.Above(v.Number("z")), 1e-13, v.ToString()));

    [Fact]
    public void Between_equal_arms_of_any_size_the_one_sided_tail_is_a_quotient_of_binomials()
    {
        // P(D >= k / n) = choose(2n, n - k) / choose(2n, n), J. L. Hodges (1958).
        foreach (var (n, k) in new[] { (5, 2), (40, 11), (200, 60), (500, 30), (500, 499) })
        {
            double expected = 1;
            for (var i = 0; i < k; i++)
            {
                expected *= (double)(n - i) / (n + i + 1);
            }

            // The canary starts k values late: its share lags by k / n.
            double[] baseline = [.. Enumerable.Range(0, n).Select(i => (double)i)], canary = [.. Enumerable.Range(0, n).Select(i => i + k - 0.5)];
            var result = Test.Run(baseline, canary, Alternative.Greater);

            Assert.Equal((double)k / n, result.Statistic, 1e-15);
            Vectors.Close(expected, result.PValue, 1e-12, $"{n}, {k}");
        }
    }

    [Theory]
    [InlineData(500, 500)]
    [InlineData(400, 625)]
    [InlineData(2_000, 125)]
    public void Where_the_limit_takes_over_it_is_at_most_a_tenth_above_the_exact_p_value(int n, int m)
    {
        double[] baseline = [.. Enumerable.Range(0, n).Select(i => (i + 0.5) / n)];
        foreach (var shift in new[] { 0.06, 0.08, 0.1 })
        {
            double[] canary = [.. Enumerable.Range(0, m).Select(i => ((i + 0.51) / m) + shift)];
            foreach (var alternative in new[] { Alternative.Greater, Alternative.Different })
            {
                var result = Test.Run(baseline, canary, alternative);
                var z = result.Statistic * Math.Sqrt((double)n * m / (n + m));
                var limit = alternative == Alternative.Different ? Kolmogorov.Above(z) : Math.Exp(-2 * z * z);

                Assert.True(result.Exact);
                Assert.InRange(limit / result.PValue, 0.999, result.PValue > 0.001 ? 1.1 : 1.3);
            }
        }
    }

    [Fact]
    public void Larger_arms_take_the_limit()
    {
        var draws = new Draws(2);
        double[] baseline = draws.Normals(1_000), canary = draws.Normals(900);

        var result = Test.Run(baseline, canary, Alternative.Different);

        Assert.False(result.Exact);
        Assert.Equal(Kolmogorov.Above(result.Statistic * Math.Sqrt(900_000.0 / 1_900)), result.PValue, 1e-12);
    }

    [Fact]
    public void Swapping_arms_and_direction_leaves_the_p_value_alone() => Gen.Select(Arm, Arm).ForAll((a, b) =>
    {
        Assert.Equal(Test.Run(a, b, Alternative.Greater).PValue, Test.Run(b, a, Alternative.Less).PValue, 1e-12);
        Assert.Equal(Test.Run(a, b, Alternative.Different).PValue, Test.Run(b, a, Alternative.Different).PValue, 1e-12);
    });

    [Fact]
    public void A_monotone_transform_and_a_permutation_change_nothing() => Gen.Select(Arm, Arm).ForAll((a, b) => Assert.Equal(
        Test.Run(a, b, Alternative.Different),
        Test.Run([.. a.Reverse().Select(x => Math.Pow(x, 3))], [.. b.Reverse().Select(x => Math.Pow(x, 3))], Alternative.Different)));

    [Fact]
    public void A_change_of_spread_alone_is_seen()
    {
        var draws = new Draws(3);
        double[] baseline = draws.Normals(200), canary = draws.Of(200, d => 3 * d.Normal());

        Assert.InRange(Test.Run(baseline, canary, Alternative.Different).PValue, 0, 1e-4);
        Assert.InRange(new BrunnerMunzel().Run(baseline, canary, Alternative.Different).PValue, 0.1, 1);
    }

    [Fact]
    public void Values_that_are_all_tied_give_p_1() => Assert.All(Enum.GetValues<Alternative>(), alternative =>
        Assert.Equal((0, 1), (Test.Run([3, 3, 3], [3, 3], alternative).Statistic, Test.Run([3, 3, 3], [3, 3], alternative).PValue)));

    [Fact]
    public void A_million_points_per_arm_do_not_overflow()
    {
        double[] baseline = [.. Enumerable.Range(0, 1_000_000).Select(i => (double)i)], canary = [.. baseline.Select(x => x + 1_000)];

        Assert.Equal(0.001, Test.Run(baseline, canary, Alternative.Greater).Statistic, 1e-15);
    }

    [Fact]
    public void False_alarms_stay_at_the_level_with_and_without_ties()
    {
        var draws = new Draws(42);
        const int Runs = 8_000;
        int exact = 0, tied = 0;
        for (var run = 0; run < Runs; run++)
        {
            exact += Test.Run(draws.Normals(12), draws.Normals(15), Alternative.Greater).PValue <= 0.05 ? 1 : 0;
            tied += Test.Run(draws.Of(20, d => Math.Round(2 * d.Normal())), draws.Of(30, d => Math.Round(2 * d.Normal())), Alternative.Different).PValue <= 0.05 ? 1 : 0;
        }

        Draws.AtMost(0.05, exact, Runs);
        Draws.AtMost(0.05, tied, Runs);
    }
}
