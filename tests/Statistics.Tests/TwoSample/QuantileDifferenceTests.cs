using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.TwoSample;

public sealed class QuantileDifferenceTests
{
    private static readonly QuantileDifference Median = new();

    private static readonly Gen<double[]> Arm = Gen.OneOf(Gen.Int[0, 9].Select(x => (double)x).Array[1, 60], Gen.Double[-1, 1].Array[1, 60]);

    [Fact]
    public void The_level_is_that_of_the_order_statistics_that_part_the_arms()
    {
        // pbinom(0, 6, 0.5) = 1/64, pbinom(1, 6, 0.5) = 7/64: medians 3.5 and 13.5, smallest and largest order statistics
        // leave 10 - hypot(2.5, 2.5) > 0 at 1/64 already.
        double[] low = [1, 2, 3, 4, 5, 6], high = [11, 12, 13, 14, 15, 16];

        Assert.Equal(10, Median.Run(low, high, Alternative.Greater).Statistic);
        Assert.Equal(1.0 / 64, Median.Run(low, high, Alternative.Greater).PValue, 1e-15);
        Assert.Equal(1.0 / 32, Median.Run(low, high, Alternative.Different).PValue, 1e-15);
        Assert.Equal(1, Median.Run(low, high, Alternative.Less).PValue);
        Assert.Equal(1.0 / 64, Median.SmallestPValue(6, 6, Alternative.Greater));

        // hypot(12 - 7, 6 - 4.5) > 13.5 - 8.5 at 1/64; at 7/64 hypot(13.5 - 12, 10 - 8.5) < 5.
        double[] near = [6, 7, 8, 9, 10, 16];
        Assert.Equal(7.0 / 64, Median.Run(near, high, Alternative.Greater).PValue, 1e-15);
    }

    [Fact]
    public void The_p_value_is_at_most_a_level_exactly_when_the_interval_at_that_level_leaves_out_0() =>
        Gen.Select(Arm, Arm, Gen.Double[0.02, 0.98], Gen.Double[0.001, 0.5]).ForAll((a, b, q, level) =>
        {
            double[] baseline = Samples.Sorted(a), canary = Samples.Sorted(b);
            var interval = Quantiles.Difference(baseline, canary, q, level);

            Assert.Equal(interval.Lower > 0, new QuantileDifference(q).Run(a, b, Alternative.Greater).PValue <= level);
            Assert.Equal(interval.Upper < 0, new QuantileDifference(q).Run(a, b, Alternative.Less).PValue <= level);
        });

    [Fact]
    public void No_p_value_is_below_the_smallest() => Gen.Select(Arm, Arm, Gen.Double[0.02, 0.98]).ForAll((a, b, q) =>
        Assert.All(Enum.GetValues<Alternative>(), alternative => Assert.True(
            new QuantileDifference(q).Run(a, b, alternative).PValue >= new QuantileDifference(q).SmallestPValue(a.Length, b.Length, alternative) * (1 - 1e-12))));

    [Fact]
    public void Few_values_cannot_speak_of_the_tail()
    {
        var p99 = new QuantileDifference(0.99);

        Assert.Equal(1, p99.SmallestPValue(60, 60, Alternative.Greater));
        Assert.Equal(Math.Pow(0.99, 300), p99.SmallestPValue(300, 300, Alternative.Greater), 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileDifference(1));
    }

    [Fact]
    public void Swapping_arms_and_direction_leaves_the_p_value_alone() => Gen.Select(Arm, Arm).ForAll((a, b) =>
    {
        Assert.Equal(Median.Run(a, b, Alternative.Greater).PValue, Median.Run(b, a, Alternative.Less).PValue);
        Assert.Equal(Median.Run(a, b, Alternative.Different).PValue, Median.Run(b, a, Alternative.Different).PValue);
    });

    [Fact]
    public void A_shift_of_both_arms_and_a_change_of_unit_change_nothing() =>
        Gen.Select(Gen.Int[-99, 99].Select(x => (double)x).Array[1, 60], Gen.Int[-99, 99].Select(x => (double)x).Array[1, 60]).ForAll((a, b) => Assert.Equal(
            Median.Run(a, b, Alternative.Greater).PValue,
            Median.Run([.. a.Select(x => (4 * x) + 12)], [.. b.Select(x => (4 * x) + 12)], Alternative.Greater).PValue));

    [Fact]
    public void Counts_beyond_the_pooled_median_err_more_often_than_they_say_when_spreads_differ()
    {
        var draws = new Draws(23);
        const int Runs = 3_000;
        int counts = 0, order = 0;
        for (var run = 0; run < Runs; run++)
        {
            double[] b = draws.Normals(100), c = draws.Of(200, d => 8 * d.Normal());
            var pooled = Quantiles.Of(Samples.Sorted([.. b, .. c]), 0.5);
            counts += FisherExact.PValue(b.Count(v => v > pooled), b.Length, c.Count(v => v > pooled), c.Length, Alternative.Greater) <= 0.05 ? 1 : 0;
            order += Median.Run(b, c, Alternative.Greater).PValue <= 0.05 ? 1 : 0;
        }

        Assert.True(counts > 0.08 * Runs, $"{counts}");
        Draws.AtMost(0.05, order, Runs);
    }

    [Theory]
    [InlineData(0.5, 20, 20, 1)]
    [InlineData(0.5, 60, 20, 4)]
    [InlineData(0.5, 20, 60, 4)]
    [InlineData(0.9, 100, 100, 1)]
    [InlineData(0.9, 300, 100, 1)]
    [InlineData(0.99, 1_000, 1_000, 1)]
    public void False_alarms_stay_at_the_level_whatever_the_spreads(double q, int n, int m, double spread)
    {
        var draws = new Draws(17);
        const int Runs = 1_500;
        var test = new QuantileDifference(q);

        var hits = Enumerable.Range(0, Runs).Count(_ =>
            test.Run(draws.Normals(n), draws.Of(m, d => spread * d.Normal()), Alternative.Greater).PValue <= 0.05);

        Draws.AtMost(0.05, hits, Runs);
    }
}
