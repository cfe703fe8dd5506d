using System.Diagnostics;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.TwoSample;

public sealed class FisherExactTests
{
    [Fact]
    public void P_values_equal_whole_number_arithmetic() => Assert.All(Vectors.Of("special", "fisher"), v =>
    {
        double P(Alternative alternative) => FisherExact.PValue(
            (long)v.Number("xb"), (long)v.Number("nb"), (long)v.Number("xc"), (long)v.Number("nc"), alternative);

        Vectors.Close(v.Number("greater"), P(Alternative.Greater), 1e-11, v.ToString());
        Vectors.Close(v.Number("less"), P(Alternative.Less), 1e-11, v.ToString());
        Vectors.Close(v.Number("both"), P(Alternative.Different), 1e-11, v.ToString());
    });

    [Fact]
    public void Swapping_the_arms_swaps_the_tails() =>
        Gen.Select(Gen.Long[0, 60], Gen.Long[0, 60], Gen.Long[0, 60], Gen.Long[0, 60]).ForAll((x, restB, y, restC) =>
        {
            long n = x + restB + 1, m = y + restC + 1;

            Assert.Equal(FisherExact.PValue(x, n, y, m, Alternative.Greater), FisherExact.PValue(y, m, x, n, Alternative.Less), 1e-12);
            Assert.Equal(FisherExact.PValue(x, n, y, m, Alternative.Different), FisherExact.PValue(y, m, x, n, Alternative.Different), 1e-12);
        });

    [Fact]
    public void A_billion_trials_with_a_million_events_are_fast_and_agree_with_the_score_test()
    {
        var watch = Stopwatch.StartNew();

        var p = FisherExact.PValue(1_000_000, 1_000_000_000, 53_000, 50_000_000, Alternative.Different);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"took {watch.Elapsed}");
        var score = MiettinenNurminen.DifferencePValue(1_000_000, 1_000_000_000, 53_000, 50_000_000, 0, Alternative.Different);
        Assert.InRange(Math.Log(p) / Math.Log(score), 0.97, 1.03);
        Assert.InRange(FisherExact.PValue(500_000_000, 1_000_000_000, 500_010_000, 1_000_000_000, Alternative.Greater), 0.32, 0.33);
    }

    [Fact]
    public void More_canary_events_never_raise_the_p_value() => Assert.All(Enumerable.Range(0, 40), x => Assert.True(
        FisherExact.PValue(12, 300, x + 1, 40, Alternative.Greater) <= FisherExact.PValue(12, 300, x, 40, Alternative.Greater)
        || x == 39));

    [Fact]
    public void No_events_and_nothing_but_events_give_p_1() => Assert.All(Enum.GetValues<Alternative>(), alternative =>
    {
        Assert.Equal(1, FisherExact.PValue(0, 10, 0, 5, alternative));
        Assert.Equal(1, FisherExact.PValue(10, 10, 5, 5, alternative));
    });

    [Fact]
    public void Events_beyond_the_total_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FisherExact.PValue(11, 10, 0, 5, Alternative.Less));

    [Theory]
    [InlineData(400_000_000_000_000_000, 410_000_000_000_000_000)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(1_000_000_000_000_000, 1_000_000_000_000_001)]
    public void Totals_of_any_size_have_a_p_value(long baseline, long canary) => Assert.All(Enum.GetValues<Alternative>(), alternative =>
    {
        Assert.Equal(1, FisherExact.PValue(0, baseline, 0, canary, alternative));
        Assert.InRange(FisherExact.PValue(baseline / 1000, baseline, canary / 2, canary, alternative), 0, 1);
    });

    [Fact]
    public void A_clear_difference_of_huge_totals_stays_clear() =>
        Assert.InRange(FisherExact.PValue(1_000_000_000_000, 3_000_000_000_000_000_000, 2_000_000_000_000, 3_000_000_000_000_000_000, Alternative.Greater), 0, 1e-9);

    [Fact]
    public void False_alarms_stay_below_the_level()
    {
        var draws = new Draws(9);
        var hits = Enumerable.Range(0, 3_000).Count(_ =>
            FisherExact.PValue(draws.Binomial(200, 0.05), 200, draws.Binomial(100, 0.05), 100, Alternative.Greater) <= 0.05);

        Draws.AtMost(0.05, hits, 3_000);
    }
}
