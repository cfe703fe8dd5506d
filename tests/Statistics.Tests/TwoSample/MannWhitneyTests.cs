using System.Numerics;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.TwoSample;

public sealed class MannWhitneyTests
{
    private static readonly MannWhitney Test = new();

    private static readonly Gen<double[]> Arm = Gen.OneOf(
        Gen.Int[0, 9].Select(x => (double)x).Array[1, 40], Gen.Double[-1, 1].Array[1, 40], Gen.Double[0, 1].Array[90, 130]);

    [Fact]
    public void Swapping_arms_and_direction_leaves_the_p_value_alone() => Gen.Select(Arm, Arm).ForAll((a, b) =>
    {
        Assert.Equal(Test.Run(a, b, Alternative.Greater).PValue, Test.Run(b, a, Alternative.Less).PValue, 1e-15);
        Assert.Equal(Test.Run(a, b, Alternative.Different).PValue, Test.Run(b, a, Alternative.Different).PValue, 1e-15);
    });

    [Fact]
    public void A_monotone_transform_and_a_permutation_change_nothing() => Gen.Select(Arm, Arm).ForAll((a, b) =>
    {
        static double[] Transform(double[] values) => [.. values.Reverse().Select(x => Math.BitIncrement(3 * x) * 1e-200)];

        Assert.Equal(
            Test.Run([.. a.Select(x => 3 * x)], [.. b.Select(x => 3 * x)], Alternative.Greater),
            Test.Run(Transform(a), Transform(b), Alternative.Greater));
    });

    [Fact]
    public void Raising_the_canary_never_raises_the_p_value_of_greater() =>
        Gen.Select(Arm, Arm, Gen.Double[0, 2]).ForAll((a, b, shift) => Assert.True(
            Test.Run(a, [.. b.Select(x => x + shift)], Alternative.Greater).PValue <= Test.Run(a, b, Alternative.Greater).PValue + 1e-15
            || HasTies(a, b, shift)));

    [Fact]
    public void Sorted_arms_give_the_same_answer() => Gen.Select(Arm, Arm).ForAll((a, b) => Assert.Equal(
        Test.Run(a, b, Alternative.Different), MannWhitney.RunSorted(Samples.Sorted(a), Samples.Sorted(b), Alternative.Different)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(30, 4)]
    [InlineData(100, 100)]
    [InlineData(50, 200)]
    [InlineData(7, 1400)]
    [InlineData(10_000, 1)]
    public void Exact_tails_equal_whole_number_counts_to_twelve_digits(int n, int m)
    {
        var counts = Counts(n, m);
        var total = counts.Aggregate(BigInteger.Add);
        var sum = BigInteger.Zero;
        for (var u = 0; u < counts.Length; u++)
        {
            sum += counts[u];
            if (u < 40 || u % 97 == 0 || u == counts.Length / 2)
            {
                var expected = Math.Exp(BigInteger.Log(sum) - BigInteger.Log(total));
                Vectors.Close(expected, MannWhitney.ExactPValue(u, n, m, Alternative.Less), 2e-13, $"u = {u}");
                Vectors.Close(expected, MannWhitney.ExactPValue(((double)n * m) - u, n, m, Alternative.Greater), 2e-13, $"u = {u}");
            }
        }
    }

    [Fact]
    public void The_normal_p_value_is_within_0_006_of_the_exact_one_at_eight_and_eight() => Assert.All(Enumerable.Range(0, 65), u =>
        Assert.Equal(
            MannWhitney.ExactPValue(u, 8, 8, Alternative.Greater), MannWhitney.NormalPValue(u, 8, 8, 0, Alternative.Greater), 0.006));

    [Fact]
    public void One_point_per_arm_says_nothing() => Assert.Equal(new(1, 1, 1, true), Test.Run([1], [2], Alternative.Different));

    [Fact]
    public void Values_that_are_all_tied_give_p_1() => Assert.All(Enum.GetValues<Alternative>(), alternative =>
    {
        Assert.Equal(new(25, 1, 0.5, false), Test.Run([3, 3, 3, 3, 3], [3, 3, 3, 3, 3, 3, 3, 3, 3, 3], alternative));
    });

    [Fact]
    public void Missing_values_and_empty_arms_are_refused_by_position()
    {
        var error = Assert.Throws<ArgumentException>(() => Test.Run([1, double.NaN], [1], Alternative.Less));

        Assert.Contains("position 1", error.Message, StringComparison.Ordinal);
        Assert.Equal("baseline", error.ParamName);
        Assert.Throws<ArgumentException>(() => Test.Run([1], [double.PositiveInfinity], Alternative.Less));
        Assert.Throws<ArgumentException>(() => Test.Run([], [1], Alternative.Less));
    }

    [Fact]
    public void Fifty_thousand_points_per_arm_do_not_overflow()
    {
        var draws = new Draws(1);

        var result = Test.Run(draws.Normals(50_000), draws.Of(50_000, d => d.Normal() + 0.05), Alternative.Greater);

        Assert.InRange(result.Statistic, 1.25e9, 1.35e9);
        Assert.InRange(result.PValue, 1e-20, 1e-8);
    }

    [Fact]
    public void Ten_million_values_do_not_overflow()
    {
        double[] baseline = [.. Enumerable.Range(0, 5_000_000).Select(i => (double)(i / 10))];

        var same = MannWhitney.RunSorted(baseline, baseline, Alternative.Different);
        var tied = MannWhitney.RunSorted(new double[5_000_000], new double[5_000_000], Alternative.Different);

        Assert.Equal((1.25e13, 1, 0.5), (same.Statistic, same.PValue, same.Superiority));
        Assert.Equal(1, tied.PValue);
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
            tied += Test.Run(draws.Of(60, d => Math.Round(2 * d.Normal())), draws.Of(30, d => Math.Round(2 * d.Normal())), Alternative.Different).PValue <= 0.05 ? 1 : 0;
        }

        Draws.AtMost(0.05, exact, Runs);
        Draws.AtMost(0.05, tied, Runs);
    }

    [Fact]
    public void The_catalog_finds_it_by_name_and_nothing_else()
    {
        Assert.True(TwoSampleTests.All.TryFind("mann-whitney", out var test));
        Assert.IsType<MannWhitney>(test);
        Assert.False(TwoSampleTests.All.TryFind("man-whitney", out _));
    }

    // Ties come and go with a shift; then variance and exactness change too, and the p-value need not fall.
    private static bool HasTies(double[] a, double[] b, double shift) =>
        a.Concat(b).Distinct().Count() < a.Length + b.Length || a.Concat(b.Select(x => x + shift)).Distinct().Count() < a.Length + b.Length;

    private static BigInteger[] Counts(int n, int m)
    {
        var counts = new BigInteger[(n * m) + 1];
        counts[0] = 1;
        for (var i = 1; i <= Math.Min(n, m); i++)
        {
            for (var u = counts.Length - 1; u >= Math.Max(n, m) + i; u--)
            {
                counts[u] -= counts[u - Math.Max(n, m) - i];
            }

            for (var u = i; u < counts.Length; u++)
            {
                counts[u] += counts[u - i];
            }
        }

        return counts;
    }
}
