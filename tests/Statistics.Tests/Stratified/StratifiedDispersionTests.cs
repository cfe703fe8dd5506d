using CanaryJudge.Statistics.Sequential;
using CanaryJudge.Statistics.Stratified;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Stratified;

public sealed class StratifiedDispersionTests
{
    [Fact]
    public void One_stratum_is_the_plain_dispersion() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 40], Gen.Int[0, 9]).Array[0, 30].ForAll(rows =>
        {
            double[] eb = [.. rows.Select(r => (double)r.Item1)], ec = [.. rows.Select(r => (double)r.Item2)], tb = [.. rows.Select(r => (double)r.Item3)], tc = [.. rows.Select(r => (double)r.Item4)];
            var plain = Dispersion.OneLook(eb, tb, ec, tc);

            var (dispersion, divisor, _) = StratifiedDispersion.OneLook([new([.. rows.Select((_, i) => (long)i)], eb, tb, ec, tc)]);

            Vectors.Close(plain.Dispersion, dispersion, 1e-12, "dispersion");
            Vectors.Close(plain.Divisor, divisor, 1e-12, "divisor");
        });

    [Fact]
    public void Independent_events_are_not_called_bursts_even_where_the_change_differs_between_strata()
    {
        var draws = new Draws(61);
        const int Runs = 400;
        var called = Enumerable.Range(0, Runs).Count(_ => StratifiedDispersion.OneLook([Stratum(2, 2), Stratum(1, 6), Stratum(5, 5)]).Divisor > 1);

        Draws.AtMost(0.08, called, Runs);

        EventStratumBuckets Stratum(double b, double c) => new(
            [.. Enumerable.Range(0, 60).Select(i => (long)i)], draws.Of(60, d => d.Poisson(b)), draws.Of(60, _ => 100), draws.Of(60, d => d.Poisson(c)), draws.Of(60, _ => 100));
    }

    [Fact]
    public void Bad_minutes_that_all_strata_share_are_seen()
    {
        // In one minute of eight each of six strata has three canary events more: hardly bursts in any of them, clear over all.
        var draws = new Draws(62);
        var bad = Enumerable.Range(0, 120).Select(i => i % 8 == 0 ? 3 : 0).ToArray();
        EventStratumBuckets[] strata = [.. Enumerable.Range(0, 6).Select(_ => new EventStratumBuckets(
            [.. Enumerable.Range(0, 120).Select(i => (long)i)], draws.Of(120, d => d.Poisson(3)), draws.Of(120, _ => 100), [.. bad.Select(extra => (double)(draws.Poisson(3) + extra))], draws.Of(120, _ => 100)))];

        var together = StratifiedDispersion.OneLook(strata);
        var alone = strata.Max(s => StratifiedDispersion.OneLook([s]).Dispersion);

        Assert.True(together.Divisor > 1.3, $"{together}");
        Assert.True(together.Dispersion > alone, $"{together} {alone}");
    }

    [Fact]
    public void Nothing_in_common_has_no_dispersion() => Assert.Equal((double.NaN, 1, 0), StratifiedDispersion.OneLook([new([], [], [], [], []), new([1], [0], [5], [0], [5])]));
}
