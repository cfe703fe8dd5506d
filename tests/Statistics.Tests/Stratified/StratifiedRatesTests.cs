using CanaryJudge.Statistics.Stratified;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Stratified;

public sealed class StratifiedRatesTests
{
    private static readonly EventStratum[] Three = [new(12, 100, 9, 40), new(3, 25.5, 7, 30.25), new(40, 300, 2, 10)];

    // R: the convolution d of dbinom(0:E, E, r t_c / (r t_c + t_b)) over the strata; sum(d[(t + 1):length(d)]), sum(d[1:(t + 1)]);
    // uniroot(function(x) log(tail at ratio exp(x)) - log(0.05), tol = 1e-14) for the ends.
    [Fact]
    public void Test_and_ratio_agree_with_R()
    {
        Vectors.Close(0.051140344268332062, StratifiedRates.PValue(Three, Alternative.Greater).PValue, 1e-10, "greater");
        Vectors.Close(0.97534504724045068, StratifiedRates.PValue(Three, Alternative.Less).PValue, 1e-10, "less");
        var ratio = StratifiedRates.Ratio(Three, 0.05);

        Vectors.Close(1.8571717580416753, ratio.Estimate, 1e-10, "estimate");
        Vectors.Close(0.99628454920808185, ratio.Lower, 1e-10, "lower");
        Vectors.Close(3.20482886416681501, ratio.Upper, 1e-10, "upper");
    }

    // Python with SciPy: likely rates by brentq, the stratified score by brentq(lambda d: z(d) -+ norm.isf(0.05), xtol=1e-16); the conditional score likewise.
    [Fact]
    public void Difference_and_scored_ratio_agree_with_an_independent_program()
    {
        var difference = StratifiedRates.Difference(Three, 0.05);
        var scored = StratifiedRates.Ratio([new(1.2, 10, 0.9, 4), new(3.5, 25.5, 7.25, 30.25)], 0.05);

        Vectors.Close(0.10352452507482743, difference.Estimate, 1e-10, "estimate");
        Vectors.Close(0.007937417412675852, difference.Lower, 1e-9, "lower");
        Vectors.Close(0.21725278792890393, difference.Upper, 1e-9, "upper");
        Vectors.Close(0.6900511863263482, scored.Lower, 1e-10, "scored lower");
        Vectors.Close(4.534531332661584, scored.Upper, 1e-10, "scored upper");
    }

    [Fact]
    public void One_stratum_is_the_plain_test_and_interval() => GenStrata.Events.ForAll(strata =>
    {
        var (eb, nb, ec, nc) = strata[0];
        Interval plain = RateRatio.Interval(eb, nb, ec, nc, 0.05), own = StratifiedRates.Ratio([strata[0]], 0.05);

        Vectors.Close(RateRatio.PValue(eb, nb, ec, nc, 1, Alternative.Greater), StratifiedRates.PValue([strata[0]], Alternative.Greater).PValue, 1e-10, "p");
        Vectors.Close(plain.Lower, own.Lower, 1e-10, "lower");
        Vectors.Close(plain.Upper, own.Upper, 1e-10, "upper");
        Vectors.Close(RateDifference.Interval(eb, nb, ec, nc, 0.05).Upper, StratifiedRates.Difference([strata[0]], 0.05).Upper, 1e-9, "difference", 1e-12);
    }, iter: 60);

    [Fact]
    public void Order_unit_and_swapped_arms_change_nothing() => GenStrata.Events.ForAll(strata =>
    {
        var ratio = StratifiedRates.Ratio(strata, 0.05);
        var unit = StratifiedRates.Ratio([.. strata.Select(s => s with { BaselineTotal = s.BaselineTotal * 1e9, CanaryTotal = s.CanaryTotal * 1e9 })], 0.05);

        Vectors.Close(ratio.Upper, StratifiedRates.Ratio([.. strata.Reverse()], 0.05).Upper, 1e-9, "order");
        Vectors.Close(ratio.Lower, unit.Lower, 1e-9, "unit");
        Vectors.Close(StratifiedRates.PValue(strata, Alternative.Greater).PValue, StratifiedRates.PValue(GenStrata.Swapped(strata), Alternative.Less).PValue, 1e-10, "swap", 1e-30);
    }, iter: 40);

    [Fact]
    public void Tens_of_thousands_of_events_take_the_score_which_agrees_with_the_exact_ends()
    {
        EventStratum[] strata = [new(900, 100, 500, 50), new(80, 20, 300, 70)], more = [.. strata.Select(s => new EventStratum(s.BaselineEvents * 100, s.BaselineTotal, s.CanaryEvents * 100, s.CanaryTotal))];
        var exact = StratifiedRates.Ratio(strata, 0.05);
        var scored = StratifiedRates.Ratio([.. strata.Select(s => s with { BaselineEvents = s.BaselineEvents + 1e-9 })], 0.05);

        Vectors.Close(exact.Lower, scored.Lower, 0.005, "lower");
        Vectors.Close(exact.Upper, scored.Upper, 0.005, "upper");
        Assert.InRange(StratifiedRates.Ratio(more, 0.05).Upper - StratifiedRates.Ratio(more, 0.05).Lower, 0, (exact.Upper - exact.Lower) / 5);
    }

    [Fact]
    public void The_ends_hold_the_estimate_and_are_open_without_events() => GenStrata.Events.ForAll(strata =>
    {
        var ratio = StratifiedRates.Ratio(strata, 0.05);
        var difference = StratifiedRates.Difference(strata, 0.05);

        Assert.True(double.IsNaN(ratio.Estimate) || (ratio.Lower <= ratio.Estimate && ratio.Estimate <= ratio.Upper));
        Assert.InRange(difference.Estimate, difference.Lower, difference.Upper);
        Assert.Equal(strata.All(s => s.BaselineEvents == 0), double.IsPositiveInfinity(ratio.Upper));
        Assert.Equal(strata.All(s => s.CanaryEvents == 0), ratio.Lower == 0);
    }, iter: 60);

    [Fact]
    public void An_end_errs_at_most_as_often_as_its_level()
    {
        var draws = new Draws(31);
        const int Runs = 1_000;
        int low = 0, high = 0;
        for (var run = 0; run < Runs; run++)
        {
            var ratio = StratifiedRates.Ratio([new(draws.Poisson(10), 100, draws.Poisson(4), 20), new(draws.Poisson(3), 5, draws.Poisson(24), 20)], 0.05);
            low += ratio.Lower > 2 ? 1 : 0;
            high += ratio.Upper < 2 ? 1 : 0;
        }

        Draws.AtMost(0.05, low, Runs);
        Draws.AtMost(0.05, high, Runs);
    }
}
