using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.TwoSample;

public sealed class BrunnerMunzelTests
{
    private static readonly BrunnerMunzel Test = new();

    private static readonly Gen<double[]> Arm = Gen.OneOf(Gen.Int[0, 9].Select(x => (double)x).Array[1, 30], Gen.Double[-1, 1].Array[1, 30]);

    [Fact]
    public void Statistic_and_p_values_agree_with_SciPy()
    {
        // scipy.stats.brunnermunzel(baseline, canary, alternative=...); "less" there is a canary that tends to be larger
        var cases = Vectors.Of("two-sample", "two_sample").ToDictionary(c => c.GetProperty("id").GetString()!);

        Assert.All(Vectors.Of("catalog-scipy", "brunner_munzel"), v =>
        {
            var id = v.GetProperty("id").GetString()!;
            double[] baseline = cases[id].Numbers("baseline"), canary = cases[id].Numbers("canary");
            var clearest = Separation.Chance(baseline.Length, canary.Length);

            var result = Test.Run(baseline, canary, Alternative.Different);

            Vectors.Close(v.Number("w"), result.Statistic, 1e-10, id, 1e-13);
            Vectors.Close(Math.Max(2 * clearest, v.Number("p")), result.PValue, 1e-10, id);
            Vectors.Close(Math.Max(clearest, v.Number("p_greater")), Test.Run(baseline, canary, Alternative.Greater).PValue, 1e-10, id);
            Vectors.Close(Math.Max(clearest, v.Number("p_less")), Test.Run(baseline, canary, Alternative.Less).PValue, 1e-10, id);
        });
    }

    [Fact]
    public void Separated_arms_have_the_chance_of_their_separation()
    {
        // choose(5 + 4, 4) = 126
        double[] low = [1, 2, 3, 4, 5], high = [6, 7, 8, 9];

        Assert.Equal(new(double.PositiveInfinity, 1.0 / 126, 1, true), Rounded(Test.Run(low, high, Alternative.Greater)));
        Assert.Equal(2.0 / 126, Test.Run(high, low, Alternative.Different).PValue, 1e-15);
        Assert.Equal(1.0 / 126, Test.Run(high, low, Alternative.Less).PValue, 1e-15);
        Assert.Equal(1, Test.Run(low, high, Alternative.Less).PValue);
        Assert.Equal(1, Test.Run([1], [2], Alternative.Different).PValue);
        Assert.Equal(1.0 / 21, Test.Run([.. Enumerable.Range(0, 20).Select(i => (double)i)], [20], Alternative.Greater).PValue, 1e-15);
    }

    [Theory]
    [InlineData(1, 1, 0.5)]
    [InlineData(5, 4, 1.0 / 126)]
    [InlineData(1, 1_000_000, 1.0 / 1_000_001)]
    [InlineData(3, 1_000, 1.0 / 167_668_501)]
    [InlineData(100, 100, 1.1043803465997514e-59)] // 1 / math.comb(200, 100)
    [InlineData(500, 500, 3.699753997814027e-300)] // 1 / math.comb(1000, 500)
    public void The_chance_of_separation_counts_the_ways(long n, long m, double expected) =>
        Vectors.Close(expected, Separation.Chance(n, m), 1e-12, $"{n}, {m}");

    [Fact]
    public void Tied_values_and_a_single_value_among_others_say_nothing() => Assert.All(Enum.GetValues<Alternative>(), alternative =>
    {
        Assert.Equal(1, Test.Run([3, 3, 3], [3, 3], alternative).PValue);
        Assert.Equal(1, Test.Run([1, 3, 5], [4], alternative).PValue);
        Assert.Equal(1, Test.Run([3], [3], alternative).PValue);
    });

    [Fact]
    public void Swapping_arms_and_direction_leaves_the_p_value_alone() => Gen.Select(Arm, Arm).ForAll((a, b) =>
    {
        Assert.Equal(Test.Run(a, b, Alternative.Greater).PValue, Test.Run(b, a, Alternative.Less).PValue, 1e-12);
        Assert.Equal(Test.Run(a, b, Alternative.Different).PValue, Test.Run(b, a, Alternative.Different).PValue, 1e-12);
    });

    [Fact]
    public void A_monotone_transform_and_a_permutation_change_nothing() => Gen.Select(Arm, Arm).ForAll((a, b) => Assert.Equal(
        Test.Run(a, b, Alternative.Greater),
        Test.Run([.. a.Reverse().Select(x => Math.Pow(x, 3))], [.. b.Reverse().Select(x => Math.Pow(x, 3))], Alternative.Greater)));

    [Fact]
    public void No_arms_are_clearer_than_separated_ones() => Gen.Select(Arm, Arm).ForAll((a, b) =>
        Assert.True(Test.Run(a, b, Alternative.Greater).PValue >= Separation.Chance(a.Length, b.Length)));

    [Fact]
    public void Fifty_thousand_points_per_arm_do_not_overflow()
    {
        var draws = new Draws(1);

        Assert.InRange(Test.Run(draws.Normals(50_000), draws.Of(50_000, d => d.Normal() + 0.05), Alternative.Greater).PValue, 1e-20, 1e-8);
    }

    [Theory]
    [InlineData(10, 10, 1)]
    [InlineData(10, 10, 4)]
    [InlineData(40, 10, 4)]
    [InlineData(10, 40, 4)]
    public void False_alarms_stay_near_the_level_whatever_the_spreads(int n, int m, double spread)
    {
        var draws = new Draws(5);
        const int Runs = 4_000;

        var hits = Enumerable.Range(0, Runs).Count(_ =>
            Test.Run(draws.Normals(n), draws.Of(m, d => spread * d.Normal()), Alternative.Greater).PValue <= 0.05);

        Draws.AtMost(0.065, hits, Runs);
    }

    private static TwoSampleResult Rounded(TwoSampleResult result) => result with { PValue = 1 / Math.Round(1 / result.PValue) };
}
