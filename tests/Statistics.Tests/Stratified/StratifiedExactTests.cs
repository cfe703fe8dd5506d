using System.Globalization;
using CanaryJudge.Statistics.Stratified;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Stratified;

public sealed class StratifiedExactTests
{
    /// <summary>Admissions of women (the canary) and men at Berkeley, 1973, by department: P. J. Bickel, E. A. Hammel and J. W. O'Connell, Science 187 (1975) 398-404.</summary>
    internal static readonly EventStratum[] Berkeley = [new(512, 825, 89, 108), new(353, 560, 17, 25), new(120, 325, 202, 593), new(138, 417, 131, 375), new(53, 191, 94, 393), new(22, 373, 24, 341)];

    /// <summary>Failures of open surgery (the canary) and percutaneous nephrolithotomy, small and large kidney stones: C. R. Charig et al., BMJ 292 (1986) 879-882.</summary>
    internal static readonly EventStratum[] Stones = [new(36, 270, 6, 87), new(25, 80, 71, 263)];

    // R: mantelhaen.test(table, exact = TRUE, alternative = ...)$p.value, canary first.
    [Fact]
    public void Published_tables_agree_with_R()
    {
        Agree(Berkeley, 0.22776252679820599, 0.89900783876279056, 0.11599366896025365);
        Agree(Stones, 0.13797939762982844, 0.073772917091628157, 0.9532048462678554);
    }

    // The same for random tables: events and total of the baseline, events and total of the canary, for each stratum.
    [Theory]
    [InlineData("32 163 6 70 9 71 6 44 22 94 11 16", 0.77997871563449661, 0.67104968215015703, 0.43476389664665471)]
    [InlineData("55 138 1 20 26 106 11 30 46 128 2 40 4 45 15 35", 0.200988619169402805, 0.099969121257515711, 0.935759838818722711)]
    [InlineData("34 190 34 78 18 91 6 9 4 66 10 59 6 22 17 44 11 68 10 43", 3.1534972714184820e-07, 9.9999993963946832e-01, 1.8356714630393018e-07)]
    [InlineData("1 10 9 72 29 112 4 22 4 36 11 52 1 12 6 13 27 82 21 47", 0.101289313738263165, 0.967171072887029526, 0.055995127068565131)]
    [InlineData("17 94 2 80 74 184 3 5", 0.0166017684457087610, 0.0098709123868248091, 0.9974949737635543379)]
    public void Random_tables_agree_with_R(string numbers, double different, double less, double greater) =>
        Agree([.. numbers.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).Chunk(4).Select(n => new EventStratum(n[0], n[1], n[2], n[3]))], different, less, greater);

    // The tail 8.0324326424615039e-42 of R is below what is carried along: given too large, never too small.
    [Fact]
    public void A_tail_below_1e_38_is_given_too_large()
    {
        var p = StratifiedExact.PValue([new(100, 10_000, 60, 1_000), new(20, 2_000, 50, 500)], Alternative.Greater).PValue;

        Assert.InRange(p, 8.03e-42, 1e-38);
    }

    [Fact]
    public void One_stratum_is_Fishers_test() => GenStrata.Events.ForAll(strata => Assert.All(Enum.GetValues<Alternative>(), alternative =>
    {
        var (eb, nb, ec, nc) = strata[0];

        Vectors.Close(
            FisherExact.PValue((long)eb, (long)nb, (long)ec, (long)nc, alternative), StratifiedExact.PValue([strata[0]], alternative).PValue, 1e-10, $"{strata[0]} {alternative}");
    }));

    [Fact]
    public void Order_and_mirrors_change_nothing() => GenStrata.Events.ForAll(strata =>
    {
        var p = StratifiedExact.PValue(strata, Alternative.Greater).PValue;

        Vectors.Close(p, StratifiedExact.PValue([.. strata.Reverse()], Alternative.Greater).PValue, 1e-10, "order", 1e-30);
        Vectors.Close(p, StratifiedExact.PValue(GenStrata.Swapped(strata), Alternative.Less).PValue, 1e-10, "arms swapped", 1e-30);
        Vectors.Close(p, StratifiedExact.PValue([.. strata.Select(s => s with { BaselineEvents = s.BaselineTotal - s.BaselineEvents, CanaryEvents = s.CanaryTotal - s.CanaryEvents })], Alternative.Less).PValue, 1e-10, "events for the others", 1e-30);
    });

    [Fact]
    public void A_stratum_without_events_changes_nothing() => GenStrata.Events.ForAll(strata => Vectors.Close(
        StratifiedExact.PValue(strata, Alternative.Greater).PValue, StratifiedExact.PValue([.. strata, new(0, 50, 0, 9)], Alternative.Greater).PValue, 1e-12, "p"));

    [Fact]
    public void One_more_canary_event_never_weakens_the_evidence() => GenStrata.Events.Where(s => s[0].CanaryEvents < s[0].CanaryTotal).ForAll(strata =>
    {
        EventStratum[] more = [strata[0] with { CanaryEvents = strata[0].CanaryEvents + 1 }, .. strata[1..]];

        Assert.True(StratifiedExact.PValue(more, Alternative.Greater).PValue <= StratifiedExact.PValue(strata, Alternative.Greater).PValue + 1e-12);
    });

    [Fact]
    public void Millions_of_events_take_the_normal_form_which_agrees_with_the_exact_one()
    {
        // The same tables, once small enough for the exact form.
        EventStratum[] exact = [new(2_000, 200_000, 230, 20_000), new(900, 30_000, 640, 20_000)];
        EventStratum[] large = [.. exact.Select(s => new EventStratum(s.BaselineEvents * 5_000, s.BaselineTotal * 5_000, s.CanaryEvents * 5_000, s.CanaryTotal * 5_000))];
        EventStratum[] halves = [.. exact.Select(s => s with { BaselineEvents = s.BaselineEvents + 1e-9 })];

        Assert.True(StratifiedExact.PValue(exact, Alternative.Greater).IsExact);
        Assert.False(StratifiedExact.PValue(large, Alternative.Greater).IsExact);
        Vectors.Close(StratifiedExact.PValue(exact, Alternative.Greater).PValue, StratifiedExact.PValue(halves, Alternative.Greater).PValue, 0.05, "normal");
    }

    [Fact]
    public void The_level_holds_when_strata_differ_in_level_and_mix()
    {
        var draws = new Draws(3);
        const int Runs = 2_000;
        var hits = Enumerable.Range(0, Runs).Count(_ => StratifiedExact.PValue(
            [new(draws.Binomial(400, 0.02), 400, draws.Binomial(20, 0.02), 20), new(draws.Binomial(60, 0.2), 60, draws.Binomial(90, 0.2), 90)], Alternative.Greater).PValue < 0.05);

        Draws.AtMost(0.05, hits, Runs);
    }

    [Fact]
    public void Broken_strata_are_refused()
    {
        Assert.Throws<ArgumentException>(() => StratifiedExact.PValue([], Alternative.Greater));
        Assert.Throws<ArgumentOutOfRangeException>(() => StratifiedExact.PValue([new(3, 2, 0, 1)], Alternative.Greater));
    }

    private static void Agree(EventStratum[] strata, double different, double less, double greater)
    {
        Vectors.Close(different, StratifiedExact.PValue(strata, Alternative.Different).PValue, 1e-10, "different");
        Vectors.Close(less, StratifiedExact.PValue(strata, Alternative.Less).PValue, 1e-10, "less");
        Vectors.Close(greater, StratifiedExact.PValue(strata, Alternative.Greater).PValue, 1e-10, "greater");
    }
}
