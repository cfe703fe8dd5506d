using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.TwoSample;

public sealed class RateTests
{
    [Fact]
    public void The_ends_of_the_ratio_are_where_the_one_sided_tests_reach_the_level() =>
        Gen.Select(Gen.Double[0.1, 500], Gen.Double[0.1, 500], Gen.Double[0.01, 100]).ForAll((x, y, exposure) =>
        {
            var interval = RateRatio.Interval(x, 1, y, exposure, 0.025);

            Assert.Equal(0.025, RateRatio.PValue(x, 1, y, exposure, interval.Lower, Alternative.Greater), 1e-11);
            Assert.Equal(0.025, RateRatio.PValue(x, 1, y, exposure, interval.Upper, Alternative.Less), 1e-11);
            Assert.InRange(interval.Estimate, interval.Lower, interval.Upper);
        });

    [Fact]
    public void Arms_without_events_leave_an_end_open()
    {
        Assert.Equal(0, RateRatio.Interval(5, 1, 0, 1, 0.025).Lower);
        Assert.Equal(double.PositiveInfinity, RateRatio.Interval(0, 1, 5, 1, 0.025).Upper);
        Assert.Equal(new(double.NaN, 0, double.PositiveInfinity), RateRatio.Interval(0, 1, 0, 1, 0.025));
        Assert.Equal(1, RateRatio.PValue(0, 1, 0, 1, 1, Alternative.Different));
    }

    [Fact]
    public void The_difference_of_no_events_has_the_ends_of_the_score_test()
    {
        // z = -d / sqrt(d / t) = -sqrt(d t), so the upper end is z^2 / t.
        var interval = RateDifference.Interval(0, 10, 0, 10, 0.025);

        Assert.Equal(3.841458820694124 / 10, interval.Upper, 1e-12);
        Assert.Equal(-interval.Upper, interval.Lower, 1e-12);
    }

    [Fact]
    public void Swapping_the_arms_negates_the_difference() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100], Gen.Double[0.01, 100]).ForAll((x, y, exposure) =>
        {
            Interval there = RateDifference.Interval(x, 1, y, exposure, 0.05), back = RateDifference.Interval(y, exposure, x, 1, 0.05);

            Vectors.Close(there.Lower, -back.Upper, 1e-9, "lower", 1e-12);
            Vectors.Close(there.Upper, -back.Lower, 1e-9, "upper", 1e-12);
            Assert.InRange(there.Estimate, there.Lower, there.Upper);
        });

    [Fact]
    public void The_ends_of_ratio_and_difference_err_at_their_level()
    {
        var draws = new Draws(31);
        const int Runs = 3_000;
        int ratio = 0, low = 0, high = 0;
        for (var run = 0; run < Runs; run++)
        {
            double x = draws.Poisson(30), y = draws.Poisson(15);
            ratio += RateRatio.PValue(x, 3, y, 1, 1.5, Alternative.Greater) <= 0.05 ? 1 : 0;
            var difference = RateDifference.Interval(x, 3, y, 1, 0.05);
            low += difference.Lower > 5 ? 1 : 0;
            high += difference.Upper < 5 ? 1 : 0;
        }

        Draws.AtMost(0.05, ratio, Runs);
        Draws.AtMost(0.06, low, Runs);
        Draws.AtMost(0.06, high, Runs);
    }
}
