using CanaryJudge.Statistics.Effects;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Effects;

public sealed class RobustShiftTests
{
    private static readonly Gen<double[]> Arm = Gen.Int[-50, 50].Select(x => (double)x).Array[1, 40].Select(Draws.Sorted);

    [Fact]
    public void The_estimate_is_Hodges_and_Lehmann_s_and_the_ends_hold_it() => Gen.Select(Arm, Arm, Gen.Double[0.001, 0.2]).ForAll((a, b, level) =>
    {
        var inner = Difference(a, b, level);
        var outer = Difference(a, b, level / 2);

        Assert.Equal(HodgesLehmann.Difference(a, b, level, CancellationToken.None).Estimate, inner.Estimate);
        Assert.InRange(inner.Estimate, inner.Lower, inner.Upper);
        Assert.True(outer.Lower <= inner.Lower && inner.Upper <= outer.Upper);
    });

    [Fact]
    public void A_shift_moves_all_along_and_swapping_the_arms_negates() => Gen.Select(Arm, Arm, Gen.Int[-99, 99]).ForAll((a, b, shift) =>
    {
        Interval here = Difference(a, b, 0.05), there = Difference(a, [.. b.Select(x => x + shift)], 0.05), back = Difference(b, a, 0.05);

        Assert.Equal(new(here.Estimate + shift, here.Lower + shift, here.Upper + shift), there);
        Assert.Equal(new Interval(-here.Estimate + 0.0, -here.Upper + 0.0, -here.Lower + 0.0), back);
    });

    [Fact]
    public void The_ratio_is_the_exponential_of_the_shift_of_logarithms()
    {
        var draws = new Draws(3);
        double[] baseline = Draws.Sorted(draws.Of(300, d => Math.Exp(d.Normal()))), canary = Draws.Sorted(draws.Of(200, d => Math.Exp(3 * d.Normal())));

        var ratio = RobustShift.Ratio(baseline, canary, 0.05, CancellationToken.None);
        var logs = Difference([.. baseline.Select(x => Math.Log(x))], [.. canary.Select(x => Math.Log(x))], 0.05);

        Vectors.Close(Math.Exp(logs.Estimate), ratio.Estimate, 1e-13, "estimate");
        Vectors.Close(Math.Exp(logs.Lower), ratio.Lower, 1e-13, "lower");
        Vectors.Close(Math.Exp(logs.Upper), ratio.Upper, 1e-13, "upper");
    }

    [Fact]
    public void An_arm_of_one_value_leaves_the_ends_open_and_tied_values_leave_none()
    {
        Assert.Equal(new Interval(2, double.NegativeInfinity, double.PositiveInfinity), Difference([3], [4, 5, 6], 0.05));
        Assert.Equal(new Interval(2, 0, double.PositiveInfinity), RobustShift.Ratio([2], [4], 0.05, CancellationToken.None));
        Assert.Equal(new Interval(0, 0, 0), Difference([7, 7, 7], [7, 7], 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => RobustShift.Ratio([0], [4], 0.05, CancellationToken.None));
    }

    [Theory]
    [InlineData(20, 20, 1)]
    [InlineData(20, 20, 4)]
    [InlineData(80, 20, 4)]
    [InlineData(20, 80, 4)]
    public void An_end_errs_near_its_level_whatever_the_spreads(int n, int m, double spread)
    {
        var draws = new Draws(20);
        const int Runs = 2_000;
        int robust = 0, plain = 0;
        for (var run = 0; run < Runs; run++)
        {
            double[] baseline = Draws.Sorted(draws.Normals(n)), canary = Draws.Sorted(draws.Of(m, d => spread * d.Normal()));
            robust += Difference(baseline, canary, 0.05).Lower > 0 ? 1 : 0;
            plain += HodgesLehmann.Difference(baseline, canary, 0.05, CancellationToken.None).Lower > 0 ? 1 : 0;
        }

        Draws.AtMost(0.065, robust, Runs);
        Assert.True(n <= m || plain > 1.5 * robust, $"{robust} robust, {plain} plain");
    }

    private static Interval Difference(double[] baseline, double[] canary, double level) =>
        RobustShift.Difference(baseline, canary, level, CancellationToken.None);
}
