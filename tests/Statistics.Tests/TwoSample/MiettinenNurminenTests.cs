using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.TwoSample;

public sealed class MiettinenNurminenTests
{
    // R. G. Newcombe, Statist. Med. 17 (1998) 873-890, table II, method of Miettinen and Nurminen, 95 %.
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0528, 0.3382)]
    [InlineData(9, 10, 3, 10, 0.1700, 0.8406)]
    public void The_difference_agrees_with_the_published_intervals(int x, int n, int y, int m, double lower, double upper)
    {
        var interval = MiettinenNurminen.Difference(y, m, x, n, 0.025);

        Assert.Equal(lower, interval.Lower, 5e-5);
        Assert.Equal(upper, interval.Upper, 5e-5);
    }

    [Fact]
    public void All_against_nothing_has_the_lower_end_of_the_closed_form()
    {
        // By symmetry the likely shares are (1 +- d) / 2, so z^2 = 19 (1 - d) / (1 + d) with 10 trials per arm.
        const double C = 3.841458820694124 / 19;

        var interval = MiettinenNurminen.Difference(0, 10, 10, 10, 0.025);

        Assert.Equal((1 - C) / (1 + C), interval.Lower, 1e-12);
        Assert.Equal(1, interval.Upper);
    }

    [Fact]
    public void The_constrained_share_is_the_root_of_the_paper_s_trigonometric_form() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 400], Gen.Double[0.05, 0.95], Gen.Double[0.05, 0.95], Gen.Double[-0.8, 0.8])
            .ForAll((n0, n1, share0, share1, d) =>
            {
                double x0 = Math.Floor(share0 * n0), x1 = Math.Floor(share1 * n1), n = n0 + n1, c = x0 + x1;
                double l3 = n, l2 = ((n1 + (2.0 * n0)) * d) - n - c, l1 = (((n0 * d) - n - (2 * x0)) * d) + c, l0 = x0 * d * (1 - d);
                var q = Math.Pow(l2 / (3 * l3), 3) - (l1 * l2 / (6 * l3 * l3)) + (l0 / (2 * l3));
                var p = Math.CopySign(Math.Sqrt(Math.Max(0, (l2 * l2 / (9 * l3 * l3)) - (l1 / (3 * l3)))), q);
                var a = (Math.PI + Math.Acos(Math.Clamp(q / (p * p * p), -1, 1))) / 3;
                var expected = (2 * p * Math.Cos(a)) - (l2 / (3 * l3));

                var found = new SharePair(x0, n0, x1, n1).ConstrainedBaseline(d);

                // The arc cosine near 1 leaves the trigonometric form half of its digits.
                Assert.Equal(expected, found, Math.Abs(q / (p * p * p)) < 0.999 ? 1e-9 : 1e-6);
            });

    [Fact]
    public void The_ends_are_where_the_one_sided_tests_reach_the_level() =>
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50]).ForAll((x, y) =>
        {
            var difference = MiettinenNurminen.Difference(x, 50, y, 60, 0.05);
            var ratio = MiettinenNurminen.Ratio(x, 50, y, 60, 0.05);

            if (difference.Lower > -1)
            {
                Assert.Equal(0.05, MiettinenNurminen.DifferencePValue(x, 50, y, 60, difference.Lower, Alternative.Greater), 1e-9);
            }

            if (difference.Upper < 1)
            {
                Assert.Equal(0.05, MiettinenNurminen.DifferencePValue(x, 50, y, 60, difference.Upper, Alternative.Less), 1e-9);
            }

            if (ratio.Lower > 0)
            {
                Assert.Equal(0.05, MiettinenNurminen.RatioPValue(x, 50, y, 60, ratio.Lower, Alternative.Greater), 1e-9);
            }

            if (double.IsFinite(ratio.Upper))
            {
                Assert.Equal(0.05, MiettinenNurminen.RatioPValue(x, 50, y, 60, ratio.Upper, Alternative.Less), 1e-9);
            }
        }, iter: 60);

    [Fact]
    public void Swapping_the_arms_mirrors_both_intervals() =>
        Gen.Select(Gen.Double[0.5, 40], Gen.Double[0.5, 40]).ForAll((x, y) =>
        {
            Interval difference = MiettinenNurminen.Difference(x, 41, y, 77.5, 0.025), back = MiettinenNurminen.Difference(y, 77.5, x, 41, 0.025);
            Interval ratio = MiettinenNurminen.Ratio(x, 41, y, 77.5, 0.025), inverse = MiettinenNurminen.Ratio(y, 77.5, x, 41, 0.025);

            Vectors.Close(difference.Lower, -back.Upper, 1e-9, "difference", 1e-12);
            Vectors.Close(ratio.Lower, 1 / inverse.Upper, 1e-9, "ratio");
            Assert.InRange(difference.Estimate, difference.Lower, difference.Upper);
            Assert.InRange(ratio.Estimate, ratio.Lower, ratio.Upper);
        }, iter: 60);

    [Fact]
    public void Rare_events_among_a_billion_keep_their_digits()
    {
        // With shares of 1e-6 the counts are Poisson: the rate method is an independent check.
        var shares = MiettinenNurminen.Difference(1_000, 1e9, 1_200, 1e9, 0.025);
        var rates = RateDifference.Interval(1_000, 1e9, 1_200, 1e9, 0.025);

        Vectors.Close(rates.Lower, shares.Lower, 1e-5, "lower");
        Vectors.Close(rates.Upper, shares.Upper, 1e-5, "upper");
    }

    [Fact]
    public void Arms_without_events_still_have_ends()
    {
        var none = MiettinenNurminen.Difference(0, 10, 0, 10, 0.025);

        Assert.Equal(-none.Lower, none.Upper, 1e-12);
        Assert.InRange(none.Upper, 0.27, 0.30);
        Assert.Equal(new(double.NaN, 0, double.PositiveInfinity), MiettinenNurminen.Ratio(0, 10, 0, 10, 0.025));
        Assert.Equal(double.PositiveInfinity, MiettinenNurminen.Ratio(0, 10, 3, 10, 0.025).Upper);
        Assert.Equal(0, MiettinenNurminen.Ratio(3, 10, 0, 10, 0.025).Lower);
        Assert.Equal(1, MiettinenNurminen.RatioPValue(0, 10, 0, 10, 1, Alternative.Different));
    }

    [Fact]
    public void An_end_errs_within_a_fifth_of_its_level()
    {
        var draws = new Draws(77);
        const int Runs = 3_000;
        int low = 0, high = 0;
        for (var run = 0; run < Runs; run++)
        {
            int x = draws.Binomial(200, 0.06), y = draws.Binomial(160, 0.11);
            low += MiettinenNurminen.DifferencePValue(x, 200, y, 160, 0.05, Alternative.Greater) < 0.05 ? 1 : 0;
            high += MiettinenNurminen.RatioPValue(x, 200, y, 160, 0.11 / 0.06, Alternative.Less) < 0.05 ? 1 : 0;
        }

        Draws.AtMost(0.06, low, Runs);
        Draws.AtMost(0.06, high, Runs);
    }
}
