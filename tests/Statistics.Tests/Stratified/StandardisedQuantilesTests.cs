using CanaryJudge.Statistics.Stratified;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Stratified;

public sealed class StandardisedQuantilesTests
{
    [Fact]
    public void One_stratum_has_the_plain_quantiles() => Gen.Select(GenStrata.Samples, Gen.Double[0.01, 0.99]).ForAll((strata, q) =>
    {
        var (b, c) = strata[0];
        var one = new StandardisedQuantiles([strata[0]]);

        Assert.Equal(Quantiles.Of(b, q), one.Baseline(q), 1e-12);
        Assert.Equal(Quantiles.Of(c, q), one.Canary(q));
        Same(Quantiles.Difference(b, c, q, 0.05), one.Difference(q, 0.05));
        Same(Quantiles.Ratio(b, c, q, 0.05), one.Ratio(q, 0.05));
    });

    [Fact]
    public void A_baseline_value_counts_as_often_as_its_stratum_has_canary_values()
    {
        // Three canary values for one of the baseline's: the values weigh 3, 3, 3, 1, 1, 1, so 2 is 3 of 10 of the way from the middle of 1 to that of 30.
        var weighted = new StandardisedQuantiles([new([1, 2, 3], [1, 1, 1, 2, 2, 2, 3, 3, 3]), new([10, 20, 30], [10, 20, 30])]);

        Assert.Equal(2, weighted.Baseline(0.3), 1e-12);
        Assert.Equal(3, weighted.Baseline(0.6), 1e-12);
        Assert.Equal((1, 30), (weighted.Baseline(0), weighted.Baseline(1)));
        Assert.Equal(2.5, weighted.Canary(0.5));
    }

    [Fact]
    public void Arms_alike_inside_strata_have_no_difference_whatever_their_mix() => GenStrata.Samples.ForAll(strata =>
    {
        SampleStratum[] alike = [.. strata.Select((s, i) => new SampleStratum(s.Baseline, [.. s.Baseline.SelectMany(v => Enumerable.Repeat(v, i + 1))]))];
        var difference = new StandardisedQuantiles(alike).Difference(0.5, 0.05);

        Assert.True(difference.Lower <= 0 && difference.Upper >= 0);
    });

    [Fact]
    public void Quantiles_rise_with_q() => Gen.Select(GenStrata.Samples, Gen.Double[0, 1], Gen.Double[0, 1]).ForAll((strata, p, q) =>
    {
        var quantiles = new StandardisedQuantiles(strata);

        Assert.True(quantiles.Baseline(Math.Min(p, q)) <= quantiles.Baseline(Math.Max(p, q)) + 1e-12);
    });

    [Fact]
    public void An_end_errs_about_as_often_as_its_level()
    {
        // The canary has another mix; inside strata the arms are alike, so the true difference is 0.
        var draws = new Draws(51);
        const int Runs = 2_000;
        int low = 0, high = 0;
        for (var run = 0; run < Runs; run++)
        {
            var d = new StandardisedQuantiles([Stratum(300, 60, 0), Stratum(100, 140, 1)]).Difference(0.9, 0.05);
            low += d.Lower > 0 ? 1 : 0;
            high += d.Upper < 0 ? 1 : 0;
        }

        Draws.AtMost(0.05, low, Runs);
        Draws.AtMost(0.05, high, Runs);

        SampleStratum Stratum(int n, int m, double level) => new(
            Draws.Sorted(draws.Of(n, d => level + d.Normal())), Draws.Sorted(draws.Of(m, d => level + d.Normal())));
    }

    private static void Same(Interval expected, Interval actual)
    {
        Assert.Equal(expected.Estimate, actual.Estimate, 1e-9);
        Assert.Equal(expected.Lower, actual.Lower, 1e-9);
        Assert.Equal(expected.Upper, actual.Upper, 1e-9);
    }
}
