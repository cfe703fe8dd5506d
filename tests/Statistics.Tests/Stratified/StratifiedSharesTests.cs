using CanaryJudge.Statistics.Stratified;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Stratified;

public sealed class StratifiedSharesTests
{
    private static readonly EventStratum[] Three = [new(13, 199, 7, 44), new(55, 812, 9, 61), new(4, 88, 21, 150)];

    // Python with SciPy: Miettinen and Nurminen's trigonometric (difference) and closed (ratio) likely shares, the canary's trials as weights, N / (N - 1),
    // scipy.optimize.brentq(lambda d: z(d) -+ scipy.stats.norm.isf(0.05), ..., xtol=1e-16).
    [Fact]
    public void Intervals_agree_with_an_independent_program()
    {
        Agree(new(-0.04796428571428571, -0.12390583747966462, 0.024054065885042258), StratifiedShares.Difference(StratifiedExactTests.Stones, 0.05));
        Agree(new(0.8210049313607891, 0.6175888949009746, 1.1099179782508501), StratifiedShares.Ratio(StratifiedExactTests.Stones, 0.05));
        Agree(new(0.09088499185688989, 0.04805661539783986, 0.13522401664142594), StratifiedShares.Difference(Three, 0.05));
        Agree(new(2.676441304901914, 1.6296231638310665, 4.40819377965793), StratifiedShares.Ratio(Three, 0.05));
    }

    [Fact]
    public void The_estimate_is_the_standardised_harm_of_the_vectors() => Assert.All(Vectors.Of("sequential", "standardised_harm"), c =>
    {
        EventStratum[] steps = [.. c.GetProperty("steps_nb_eb_nc_ec").EnumerateArray().Select(s => new EventStratum(s[1].GetDouble(), s[0].GetDouble(), s[3].GetDouble(), s[2].GetDouble()))];
        var sign = c.GetProperty("direction").GetString() == "decrease" ? -1 : 1;

        Vectors.Close(c.Number("harm"), sign * StratifiedShares.Difference(steps, 0.05).Estimate, 1e-10, "harm");
        Vectors.Close(c.Number("harm"), sign * StratifiedRates.Difference(steps, 0.05).Estimate, 1e-10, "harm as a rate");
        Vectors.Close(1 + (sign * c.Number("harm") / c.Number("baseline_rate")), StratifiedShares.Ratio(steps, 0.05).Estimate, 1e-10, "ratio");
    });

    [Fact]
    public void One_stratum_is_the_plain_interval() => GenStrata.Events.ForAll(strata =>
    {
        var (eb, nb, ec, nc) = strata[0];

        Assert.Equal(MiettinenNurminen.Difference(eb, nb, ec, nc, 0.05), StratifiedShares.Difference([strata[0]], 0.05));
        Assert.Equal(MiettinenNurminen.Ratio(eb, nb, ec, nc, 0.05), StratifiedShares.Ratio([strata[0]], 0.05));
    });

    [Fact]
    public void Splitting_a_stratum_in_two_alike_leaves_the_estimate_and_hardly_moves_the_ends()
    {
        EventStratum whole = new(120, 2_000, 40, 400), half = new(60, 1_000, 20, 200);
        Interval one = StratifiedShares.Difference([whole], 0.05), two = StratifiedShares.Difference([half, half], 0.05);

        Assert.Equal(one.Estimate, two.Estimate, 1e-15);
        Vectors.Close(one.Lower, two.Lower, 0.02, "lower");
        Vectors.Close(one.Upper, two.Upper, 0.02, "upper");
    }

    [Fact]
    public void The_order_of_strata_changes_nothing_and_the_ends_hold_the_estimate() => GenStrata.Events.ForAll(strata =>
    {
        Interval d = StratifiedShares.Difference(strata, 0.05), back = StratifiedShares.Difference([.. strata.Reverse()], 0.05);
        var ratio = StratifiedShares.Ratio(strata, 0.05);

        Vectors.Close(d.Lower, back.Lower, 1e-9, "lower", 1e-12);
        Vectors.Close(d.Upper, back.Upper, 1e-9, "upper", 1e-12);
        Assert.InRange(d.Estimate, d.Lower, d.Upper);
        Assert.True(double.IsNaN(ratio.Estimate) || (ratio.Lower <= ratio.Estimate && ratio.Estimate <= ratio.Upper));
    }, iter: 100);

    [Fact]
    public void Good_events_mirror_the_difference() => GenStrata.Events.ForAll(strata =>
    {
        Interval bad = StratifiedShares.Difference(strata, 0.05);
        Interval good = StratifiedShares.Difference([.. strata.Select(s => s with { BaselineEvents = s.BaselineTotal - s.BaselineEvents, CanaryEvents = s.CanaryTotal - s.CanaryEvents })], 0.05);

        Assert.Equal(bad.Estimate, -good.Estimate, 1e-12);
        Assert.Equal(bad.Lower, -good.Upper, 1e-9);
    }, iter: 100);

    [Fact]
    public void An_end_errs_within_a_fifth_of_its_level()
    {
        var draws = new Draws(21);
        const int Runs = 2_000;
        int low = 0, high = 0;
        for (var run = 0; run < Runs; run++)
        {
            // The difference is 0.03 in both, the levels and the mixes differ.
            EventStratum[] strata = [new(draws.Binomial(300, 0.05), 300, draws.Binomial(125, 0.08), 125), new(draws.Binomial(80, 0.3), 80, draws.Binomial(120, 0.33), 120)];
            var d = StratifiedShares.Difference(strata, 0.05);
            low += d.Lower > 0.03 ? 1 : 0;
            high += d.Upper < 0.03 ? 1 : 0;
        }

        Draws.AtMost(0.06, low, Runs);
        Draws.AtMost(0.06, high, Runs);
    }

    [Fact]
    public void Strata_without_events_still_have_ends()
    {
        EventStratum[] none = [new(0, 20, 0, 10), new(0, 30, 0, 40)];

        Assert.InRange(StratifiedShares.Difference(none, 0.025).Upper, 0.01, 0.3);
        Assert.Equal(new(double.NaN, 0, double.PositiveInfinity), StratifiedShares.Ratio(none, 0.025));

        // Counts divided until less than a trial is left say nothing.
        var nothing = StratifiedShares.Difference([new(0, 0.4, 0, 0.3), new(0, 0.2, 0, 0.7)], 0.025);
        Assert.Equal(-1, nothing.Lower);
        Assert.Equal(1, nothing.Upper, 1e-12);
    }

    private static void Agree(Interval expected, Interval actual)
    {
        Vectors.Close(expected.Estimate, actual.Estimate, 1e-10, "estimate");
        Vectors.Close(expected.Lower, actual.Lower, 1e-9, "lower");
        Vectors.Close(expected.Upper, actual.Upper, 1e-9, "upper");
    }
}
