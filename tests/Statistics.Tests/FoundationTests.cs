using CsCheck;

namespace CanaryJudge.Statistics.Tests;

public sealed class CatalogTests
{
    [Theory]
    [InlineData("Welch")]
    [InlineData("two sample")]
    [InlineData("-welch")]
    [InlineData("welch-")]
    [InlineData("")]
    public void Names_that_are_not_kebab_case_are_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new Catalog<Named>(new Named(name)));

    [Fact]
    public void A_name_that_occurs_twice_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Catalog<Named>(new Named("a"), new Named("a")));

    [Fact]
    public void Order_and_names_are_kept()
    {
        var catalog = new Catalog<Named>(new Named("b2"), new Named("a-1"));

        Assert.Equal(["b2", "a-1"], catalog.Names);
        Assert.Equal(2, catalog.Count);
    }

    private sealed record Named(string Name) : INamed;
}

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

public sealed class QuantilesTests
{
    [Fact]
    public void Type_7_agrees_with_R()
    {
        // quantile(c(1, 2, 4, 8, 16), c(0, 0.1, 0.5, 0.9, 1)): 1.0 1.4 4.0 12.8 16.0
        double[] values = [1, 2, 4, 8, 16];

        Assert.Equal([1, 1.4, 4, 12.8, 16], new[] { 0, 0.1, 0.5, 0.9, 1 }.Select(q => Quantiles.Of(values, q)), (a, b) => Math.Abs(a - b) < 1e-14);
    }

    [Fact]
    public void The_ends_are_the_innermost_order_statistics_that_meet_the_level()
    {
        // pbinom(2, 12, 0.5) = 0.0192871, pbinom(3, 12, 0.5) = 0.0729980: the third and the tenth of twelve at 0.025.
        double[] values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

        Assert.Equal(new(6.5, 3, 10), Quantiles.Interval(values, 0.5, 0.025));
        Assert.Equal(double.PositiveInfinity, Quantiles.Interval(values, 0.99, 0.025).Upper);
        Assert.Equal(new(12, 12, double.PositiveInfinity), Quantiles.Interval(values, 1, 0.025));
    }

    [Fact]
    public void Stricter_levels_lie_outside_and_hold_the_estimate() =>
        Gen.Select(Gen.Double[0.1, 9].Array[1, 80], Gen.Double[0.1, 9].Array[1, 80], Gen.Double[0, 1], Gen.Double[0.001, 0.5]).Sample((a, b, q, level) =>
        {
            double[] baseline = Samples.Sorted(a), canary = Samples.Sorted(b);
            Interval inner = Quantiles.Difference(baseline, canary, q, level), outer = Quantiles.Difference(baseline, canary, q, level / 2);
            Interval ratio = Quantiles.Ratio(baseline, canary, q, level);

            Assert.InRange(inner.Estimate, inner.Lower, inner.Upper);
            Assert.True(outer.Lower <= inner.Lower && inner.Upper <= outer.Upper);
            Assert.InRange(ratio.Estimate, ratio.Lower * (1 - 1e-12), ratio.Upper * (1 + 1e-12));
        });

    [Fact]
    public void The_ends_of_a_difference_of_quantiles_err_at_most_at_the_level()
    {
        var draws = new Draws(8);
        const int Runs = 2_000;
        int low = 0, high = 0;
        for (var run = 0; run < Runs; run++)
        {
            var ends = Quantiles.Difference(Samples.Sorted(draws.Normals(300)), Samples.Sorted(draws.Normals(200)), 0.9, 0.05);
            low += ends.Lower > 0 ? 1 : 0;
            high += ends.Upper < 0 ? 1 : 0;
        }

        Draws.AtMost(0.05, low, Runs);
        Draws.AtMost(0.05, high, Runs);
    }

    [Fact]
    public void A_million_values_are_handled() => Assert.InRange(
        Quantiles.Interval([.. Enumerable.Range(0, 1_000_000).Select(i => (double)i)], 0.99, 0.025).Lower, 989_795, 989_815);
}
