using CsCheck;

namespace CanaryJudge.Statistics.Tests;

public sealed class SamplesTests
{
    [Fact]
    public void Small_noise_around_a_large_value_keeps_its_spread()
    {
        var draws = new Draws(1);
        var noise = draws.Of(10_000, d => Math.Round(d.Normal() * 1024) / 1024);
        double[] shifted = [.. noise.Select(x => x + 1e12)];

        Vectors.Close(Samples.StandardDeviation(noise), Samples.StandardDeviation(shifted), 1e-12, "standard deviation");
        Assert.Equal(Samples.Mean(noise), Samples.Mean(shifted) - 1e12, 2e-4);
    }

    [Fact]
    public void Constant_values_have_their_value_as_mean_and_no_spread()
    {
        var constant = Enumerable.Repeat(0.1, 12_345).ToArray();

        Assert.Equal(0.1, Samples.Mean(constant));
        Assert.Equal(0, Samples.StandardDeviation(constant));
        Assert.Equal(double.NaN, Samples.StandardDeviation([4]));
    }

    [Fact]
    public void The_median_is_the_middle_or_the_mean_of_the_middle_two()
    {
        Assert.Equal(2, Samples.Median([1, 2, 9]));
        Assert.Equal(3, Samples.Median([1, 2, 4, 9]));
        Assert.Throws<ArgumentException>(() => Samples.Median([]));
    }

    [Fact]
    public void Mid_ranks_add_up_and_ties_share_them()
    {
        Assert.Equal([4, 1.5, 1.5, 3], Ranks.MidRanks([9, 2, 2, 5]));
        Gen.Int[0, 5].Select(x => (double)x).Array[0, 50].Sample(values =>
            Assert.Equal(values.Length * (values.Length + 1) / 2.0, Ranks.MidRanks(values).Sum()));
    }

    [Fact]
    public void Merged_sums_equal_those_of_the_mid_ranks() =>
        Gen.Select(Gen.Int[0, 9].Select(x => (double)x).Array[1, 40], Gen.Int[0, 9].Select(x => (double)x).Array[1, 40]).Sample((a, b) =>
        {
            double[] pooled = [.. a, .. b];

            var sums = Ranks.Merge(Samples.Sorted(a), Samples.Sorted(b));

            Assert.Equal(Ranks.MidRanks(pooled).Skip(a.Length).Sum(), sums.CanaryRankSum);
            Assert.Equal(pooled.GroupBy(x => x).Sum(g => Math.Pow(g.Count(), 3) - g.Count()), sums.TieTerm);
        });
}
