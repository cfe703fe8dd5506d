using CanaryJudge.Statistics.Sequential;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Sequential;

public sealed class PairedSeriesTests
{
    [Fact]
    public void A_constant_series_has_z_0_at_its_value_and_no_z_elsewhere()
    {
        var look = PairedSeries.Look(Enumerable.Repeat(0.1, 37).ToArray(), strict: true, twoScales: true);

        Assert.True(look.IsConstant);
        Assert.Equal(0, look.HarmZ(0.1));
        Assert.Equal(double.NaN, look.Z);
        Assert.Equal(double.NaN, look.AcceptZ(0.2));
        Assert.Equal(new(0.1, double.NegativeInfinity, double.PositiveInfinity), look.Interval(1.645));
    }

    [Fact]
    public void One_bucket_says_nothing() =>
        Assert.True(PairedSeries.Look([0.5], strict: true, twoScales: true).IsConstant);

    [Fact]
    public void Groups_that_happen_to_be_equal_leave_the_decision_to_the_fine_scale()
    {
        var look = PairedSeries.Look([.. Enumerable.Range(0, 40).Select(t => (double)(t % 5))], strict: true, twoScales: true);

        Assert.Equal(0, look.Coarse.Values);
        Assert.True(double.IsFinite(look.Z));
    }

    [Fact]
    public void An_offset_moves_the_zero_as_subtracting_it_would() =>
        Gen.Select(Gen.Double[-1, 1].Array[10, 80], Gen.Double[-1, 1], Gen.Bool).ForAll((y, offset, strict) =>
        {
            var look = PairedSeries.Look(y, strict, twoScales: true);
            var harm = PairedSeries.Look([.. y.Select(x => x - offset)], strict, twoScales: true);
            var accept = PairedSeries.Look([.. y.Select(x => offset - x)], strict, twoScales: true);

            Vectors.Close(harm.Z, look.HarmZ(offset), 1e-9, "harm", 1e-9);
            Vectors.Close(accept.Z, look.AcceptZ(offset), 1e-9, "accept", 1e-9);
        });

    [Fact]
    public void The_interval_excludes_exactly_what_z_excludes() => Gen.Double[-1, 1].Array[10, 80].ForAll(y =>
    {
        var look = PairedSeries.Look(y, strict: false, twoScales: true);
        var ends = look.Interval(1.645);

        Assert.InRange(ends.Estimate, ends.Lower, ends.Upper);
        Assert.Equal(1.645, look.HarmZ(ends.Lower), 1e-9);
        Assert.Equal(1.645, look.AcceptZ(ends.Upper), 1e-9);
    });

    [Fact]
    public void Swapping_the_arms_negates_both_series() =>
        Gen.Double[0.1, 9].Array[20].Select(x => x).ForAll(pooled =>
        {
            double[] baseline = pooled[..10], canary = pooled[10..];

            Assert.Equal(PairedSeries.LogRatio(baseline, canary), PairedSeries.LogRatio(canary, baseline).Select(y => -y));
            Assert.Equal(PairedSeries.RankDifference(baseline, canary), PairedSeries.RankDifference(canary, baseline).Select(y => -y));
        });

    [Fact]
    public void Broken_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PairedSeries.LogRatio([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedSeries.LogRatio([0], [1]));
        Assert.Throws<ArgumentException>(() => PairedSeries.RankDifference([double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => PairedSeries.Look([], strict: true, twoScales: true));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void False_alarms_of_a_single_strict_look_stay_below_five_percent(double phi)
    {
        var draws = new Draws(60);
        const int Runs = 1_500;
        var hits = Enumerable.Range(0, Runs).Count(_ =>
            PairedSeries.Look(draws.Autoregression(60, phi), strict: true, twoScales: true).Z >= 1.645);

        Draws.AtMost(0.05, hits, Runs);
    }
}
