using CsCheck;

namespace CanaryJudge.Statistics.Tests;

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
        Gen.Select(Gen.Double[0.1, 9].Array[1, 80], Gen.Double[0.1, 9].Array[1, 80], Gen.Double[0, 1], Gen.Double[0.001, 0.5]).ForAll((a, b, q, level) =>
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
