using CanaryJudge.Statistics.Planning;
using CanaryJudge.Statistics.Sequential;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Planning;

public sealed class SampleSizeTests
{
    private const double Critical = 1.6448536269514722;

    [Fact]
    public void Half_of_the_runs_see_the_planned_shift_of_samples()
    {
        // theta of a shift of 0.5 standard deviations is Phi(0.5 / sqrt 2) = 0.6381632.
        var m = (int)SampleSize.Samples(0.6381632, Critical, 0.25);
        var draws = new Draws(1);

        Half(600, () => new MannWhitney().Run(draws.Normals(3 * m), draws.Of(m, d => d.Normal() + 0.5), Alternative.Greater).PValue <= 0.05);
    }

    [Fact]
    public void Half_of_the_runs_see_the_planned_shift_of_points()
    {
        var n = (int)SampleSize.Points(0.1, 0.3, 0.3, Critical);
        var draws = new Draws(2);

        Half(600, () => PairedSeries.Look([.. draws.Autoregression(n, 0.3).Select(x => 0.1 + (0.3 * x))], strict: false, twoScales: false).Z >= Critical);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Half_of_the_strict_single_looks_see_the_planned_shift_of_points(double phi)
    {
        var n = (int)SampleSize.PointsOfOneLook(0.2, 0.3, phi, Critical);
        var draws = new Draws(5);

        Half(600, () => PairedSeries.Look([.. draws.Autoregression(n, phi).Select(x => 0.2 + (0.3 * x))], strict: true, twoScales: false).Z >= Critical);
    }

    [Fact]
    public void A_single_look_needs_more_points_the_smaller_the_gap_the_wider_the_spread_and_the_more_alike_they_are() =>
        Gen.Select(Gen.Double[0.01, 1], Gen.Double[0.01, 1], Gen.Double[0, 0.9], Gen.Double[1, 3]).ForAll((gap, spread, phi, more) =>
        {
            var needed = SampleSize.PointsOfOneLook(gap, spread, phi, Critical);
            Assert.True(SampleSize.PointsOfOneLook(gap * more, spread, phi, Critical) <= needed);
            Assert.True(SampleSize.PointsOfOneLook(gap, spread * more, phi, Critical) >= needed);
            Assert.True(SampleSize.PointsOfOneLook(gap, spread, Math.Min(phi * more, 0.95), Critical) >= needed);
            Assert.Equal(needed, SampleSize.PointsOfOneLook(-gap, spread, phi, Critical));
        });

    [Fact]
    public void Half_of_the_runs_rule_out_the_margin_of_shares()
    {
        var m = (int)SampleSize.Proportion(0.05, 0.04, Critical, 0.5);
        var draws = new Draws(3);

        Half(600, () => MiettinenNurminen.DifferencePValue(draws.Binomial(m, 0.05), m, draws.Binomial(m, 0.05), m, 0.04, Alternative.Less) <= 0.05);
    }

    [Fact]
    public void Half_of_the_runs_see_the_planned_ratio_of_rates()
    {
        var events = SampleSize.Events(2, Critical, 0.25);
        var draws = new Draws(4);

        // Exposure 3 and 1, rates 1 and 2: three of five events fall to the baseline.
        Half(1_000, () => ConditionalScore.Z([draws.Poisson(0.6 * events)], [3], [draws.Poisson(0.4 * events)], [1], 1, 1) >= Critical);
    }

    [Fact]
    public void No_effect_needs_endless_data_and_no_base_rate_needs_a_finite_number()
    {
        Assert.Equal(double.PositiveInfinity, SampleSize.Samples(0.5, Critical, 0.5));
        Assert.Equal(double.PositiveInfinity, SampleSize.Points(0, 1, 0, Critical));
        Assert.Equal(double.PositiveInfinity, SampleSize.PointsOfOneLook(0, 1, 0, Critical));
        Assert.Equal(double.PositiveInfinity, SampleSize.Events(1, Critical, 0.5));

        // Without events the canary's likely share is the margin: z^2 (1 - d) / d.
        Assert.Equal(Math.Ceiling(Critical * Critical * 0.995 / 0.005), SampleSize.Proportion(0, 0.005, Critical, 0.1));
    }

    // Within a quarter of the median size the chance of enough lies between a third and two thirds.
    private static void Half(int runs, Func<bool> seen) =>
        Assert.InRange(Enumerable.Range(0, runs).Count(_ => seen()) / (double)runs, 0.36, 0.64);
}
