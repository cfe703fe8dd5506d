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
        Gen.Select(Gen.Double[-1, 1].Array[10, 80], Gen.Double[-1, 1], Gen.Bool).Sample((y, offset, strict) =>
        {
            var look = PairedSeries.Look(y, strict, twoScales: true);
            var harm = PairedSeries.Look([.. y.Select(x => x - offset)], strict, twoScales: true);
            var accept = PairedSeries.Look([.. y.Select(x => offset - x)], strict, twoScales: true);

            Vectors.Close(harm.Z, look.HarmZ(offset), 1e-9, "harm", 1e-9);
            Vectors.Close(accept.Z, look.AcceptZ(offset), 1e-9, "accept", 1e-9);
        });

    [Fact]
    public void The_interval_excludes_exactly_what_z_excludes() => Gen.Double[-1, 1].Array[10, 80].Sample(y =>
    {
        var look = PairedSeries.Look(y, strict: false, twoScales: true);
        var ends = look.Interval(1.645);

        Assert.InRange(ends.Estimate, ends.Lower, ends.Upper);
        Assert.Equal(1.645, look.HarmZ(ends.Lower), 1e-9);
        Assert.Equal(1.645, look.AcceptZ(ends.Upper), 1e-9);
    });

    [Fact]
    public void Swapping_the_arms_negates_both_series() =>
        Gen.Double[0.1, 9].Array[20].Select(x => x).Sample(pooled =>
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

public sealed class UnpairedRanksTests
{
    [Fact]
    public void Theta_is_that_of_mid_ranks_and_ties_cost_nothing() =>
        Gen.Select(Gen.Int[0, 9].Select(x => (double)x).Array[3, 40], Gen.Int[0, 9].Select(x => (double)x).Array[3, 40]).Sample((a, b) =>
        {
            var expected = b.Average(c => a.Average(x => c > x ? 1 : c == x ? 0.5 : 0));

            UnpairedLook look = UnpairedRanks.Look(a, b), back = UnpairedRanks.Look(b, a);

            Assert.Equal(expected, look.Theta, 1e-12);
            Assert.Equal(look.Z, -back.Z, 1e-9);
            Assert.True(look.DegreesOfFreedom >= 2);
        });

    [Fact]
    public void All_tied_has_z_0() => Assert.Equal(0, UnpairedRanks.Look([1, 1, 1, 1], [1, 1, 1]).Z);

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void False_alarms_stay_below_five_percent(double phi)
    {
        var draws = new Draws(61);
        const int Runs = 2_000;
        var hits = Enumerable.Range(0, Runs).Count(_ =>
            UnpairedRanks.Look(draws.Autoregression(40, phi), draws.Autoregression(20, phi)).Z >= 1.645);

        Draws.AtMost(0.05, hits, Runs);
    }
}

public sealed class EventBucketTests
{
    [Fact]
    public void Buckets_without_events_or_exposure_move_nothing()
    {
        var (dispersion, _, buckets) = Dispersion.Pearson([9, 0, 3, 5], [400, 400, 0, 380], [1, 0, 1, 2], [45, 45, 40, 44]);
        var (expected, _, _) = Dispersion.Pearson([9, 5], [400, 380], [1, 2], [45, 44]);

        Assert.Equal(2, buckets);
        Assert.Equal(expected, dispersion);
    }

    [Fact]
    public void A_single_bucket_has_no_dispersion()
    {
        var (dispersion, divisor, buckets) = Dispersion.Pearson([9], [400], [1], [45]);

        Assert.Equal((double.NaN, 1, 1), (dispersion, divisor, buckets));
        Assert.Equal(0, ConditionalScore.Z([0], [400], [0], [45], 1, 1));
    }

    [Fact]
    public void Bursts_are_found_and_independent_events_are_not()
    {
        var draws = new Draws(3);
        double[] exposure = [.. Enumerable.Repeat(100.0, 60)], base1 = draws.Of(60, d => d.Poisson(8)), base3 = draws.Of(60, d => 5 * d.Poisson(2));

        var (_, independent, _) = Dispersion.Pearson(base1, exposure, draws.Of(60, d => d.Poisson(8)), exposure);
        var (_, bursts, _) = Dispersion.Pearson(base3, exposure, draws.Of(60, d => 5 * d.Poisson(2)), exposure);

        Assert.Equal(1, independent);
        Assert.InRange(bursts, 3, 8);
    }

    [Fact]
    public void False_alarms_of_the_score_stay_at_the_level()
    {
        var draws = new Draws(12);
        const int Runs = 2_000;
        double[] large = [.. Enumerable.Repeat(300.0, 12)], small = [.. Enumerable.Repeat(100.0, 12)];
        var hits = Enumerable.Range(0, Runs).Count(_ =>
            ConditionalScore.Z(draws.Of(12, d => d.Poisson(9)), large, draws.Of(12, d => d.Poisson(3)), small, 1, 1) >= 1.96);

        Draws.AtMost(0.03, hits, Runs);
    }
}
