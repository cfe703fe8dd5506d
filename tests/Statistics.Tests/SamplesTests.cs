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

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-160)]
    [InlineData(1e150)]
    [InlineData(1e300)]
    public void Mean_and_spread_keep_their_digits_at_any_magnitude(double unit)
    {
        double[] values = [1, 2, 4, 8, -16, 3];
        var scaled = values.Select(v => v * unit).ToArray();

        Vectors.Close(Samples.Mean(values) * unit, Samples.Mean(scaled), 1e-14, "mean");
        Vectors.Close(Samples.StandardDeviation(values) * unit, Samples.StandardDeviation(scaled), 1e-14, "standard deviation");
    }

    [Fact]
    public void The_largest_and_the_smallest_doubles_have_a_mean_and_a_spread()
    {
        Assert.Equal(0, Samples.Mean([double.MaxValue, -double.MaxValue]));
        Assert.Equal(double.MaxValue, Samples.Mean([double.MaxValue, double.MaxValue, double.MaxValue]));
        Vectors.Close(double.MaxValue, Samples.StandardDeviation([double.MaxValue, -double.MaxValue, 0]), 1e-15, "largest");
        Assert.Equal(2 * double.Epsilon, Samples.StandardDeviation([0, 2 * double.Epsilon, 4 * double.Epsilon]));
        Assert.Equal(0, Samples.StandardDeviation([1e300, 1e300, 1e300]));
    }

    [Fact]
    public void Values_below_and_up_to_a_threshold_are_counted() => Gen.Select(Gen.Int[-9, 9].Array[0, 60], Gen.Int[-20, 20]).ForAll((drawn, twice) =>
    {
        double[] sorted = [.. drawn.Select(v => (double)v).Order()];
        var threshold = twice / 2.0;

        Assert.Equal(sorted.Count(v => v < threshold), Samples.CountBelow(sorted, threshold));
        Assert.Equal(sorted.Count(v => v <= threshold), Samples.CountUpTo(sorted, threshold));
    });

    [Fact]
    public void The_median_is_the_middle_or_the_mean_of_the_middle_two()
    {
        Assert.Equal(2, Samples.Median([1, 2, 9]));
        Assert.Equal(3, Samples.Median([1, 2, 4, 9]));
        Assert.Throws<ArgumentException>(() => Samples.Median([]));
        Assert.Throws<ArgumentException>(() => Samples.MedianOf([]));
    }

    [Fact]
    public void The_median_of_values_in_any_order_is_that_of_the_sorted_values() => Gen.OneOf(
        Gen.Double[-1, 1].Array[1, 300],
        Gen.Int[-5, 5].Select(x => (double)x).Array[1, 300],
        Gen.Int[1, 3_000].Select(n => Enumerable.Range(0, n).Select(i => (double)i).ToArray()),
        Gen.Int[1, 3_000].Select(n => Enumerable.Range(0, n).Select(i => (double)-i).ToArray()),
        Gen.Int[1, 3_000].Select(n => Enumerable.Range(0, n).Select(i => (double)Math.Min(i, n - i)).ToArray()),
        Gen.Select(Gen.Int[1, 3_000], Gen.Int[2, 50]).Select((n, width) => Enumerable.Range(0, n).Select(i => (double)(i % width)).ToArray()))
        .ForAll(values =>
        {
            var before = values.ToArray();

            Assert.Equal(Samples.Median(Samples.Sorted(values)), Samples.MedianOf(values));
            Assert.Equal(before, values);
        });

    [Fact]
    public void Mid_ranks_add_up_and_ties_share_them()
    {
        Assert.Equal([4, 1.5, 1.5, 3], Ranks.MidRanks([9, 2, 2, 5]));
        Gen.Int[0, 5].Select(x => (double)x).Array[0, 50].ForAll(values =>
            Assert.Equal(values.Length * (values.Length + 1) / 2.0, Ranks.MidRanks(values).Sum()));
    }

    [Fact]
    public void Merged_sums_equal_those_of_the_mid_ranks() =>
        Gen.Select(Gen.Int[0, 9].Select(x => (double)x).Array[1, 40], Gen.Int[0, 9].Select(x => (double)x).Array[1, 40]).ForAll((a, b) =>
        {
            double[] pooled = [.. a, .. b];

            var sums = Ranks.Merge(Samples.Sorted(a), Samples.Sorted(b));

            Assert.Equal(Ranks.MidRanks(pooled).Skip(a.Length).Sum(), sums.CanaryRankSum);
            Assert.Equal(pooled.GroupBy(x => x).Sum(g => Math.Pow(g.Count(), 3) - g.Count()), sums.TieTerm);
        });
}
