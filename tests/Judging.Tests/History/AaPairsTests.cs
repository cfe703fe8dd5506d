using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.History;
using CanaryJudge.Judging.Model;
using CsCheck;

namespace CanaryJudge.Judging.Tests.History;

public sealed class AaPairsTests
{
    private const long Minute = 60_000_000_000;

    /// <summary>On a whole hour, so that a stretch of six minutes begins there.</summary>
    private const long Start = Tests.Run.Noon;

    [Fact]
    public void Dealing_events_loses_and_invents_none() =>
        Gen.Select(Gen.Int[0, 3_000], Gen.Int[0, 3_000], Gen.ULong).ForAll((events, others, seed) =>
        {
            var pair = First(Ratios(_ => (events, events + others)), seed);

            var (b, c) = ((SeriesData.Ratios)Arm_(pair, Arm.Baseline), (SeriesData.Ratios)Arm_(pair, Arm.Canary));
            Assert.Equal(events, b.Events[0] + c.Events[0]);
            Assert.Equal(events + others, b.Totals[0] + c.Totals[0]);
            Assert.True(c.Events[0] >= 0 && c.Events[0] <= c.Totals[0] && b.Events[0] <= b.Totals[0]);
        });

    [Fact]
    public void A_coin_is_fair()
    {
        var heads = Enumerable.Range(0, 4_000).Sum(i => ((SeriesData.Ratios)Arm_(First(Ratios(_ => (0, 1_000)), (ulong)i), Arm.Canary)).Totals[0]);

        // Four million tosses: five standard errors are 5,000.
        Assert.InRange(heads, 1_995_000, 2_005_000);
    }

    [Fact]
    public void Whole_keys_are_dealt()
    {
        ulong[] keys = [.. Enumerable.Range(0, 300).Select(i => (ulong)(i % 30))];
        var samples = new SeriesData.Samples([.. keys.Select((_, i) => Start + (i * 1_000_000L))], [.. keys.Select(k => (double)k)], keys);

        var pair = First([new("latency_ms", Arm.Baseline, Series.NoLabels, samples)], 1);

        var (b, c) = ((SeriesData.Samples)Arm_(pair, Arm.Baseline), (SeriesData.Samples)Arm_(pair, Arm.Canary));
        Assert.Empty(b.Clusters.Intersect(c.Clusters));
        Assert.Equal(300, b.Count + c.Count);
        Assert.NotEmpty(b.Clusters);
        Assert.NotEmpty(c.Clusters);
    }

    [Fact]
    public void Instances_are_dealt_the_same_way_for_every_metric_and_judged_as_one()
    {
        Series[] history =
        [
            .. Enumerable.Range(0, 6).SelectMany(i => new[] { "cpu", "memory" }.Select(metric => new Series(
                metric, Arm.Baseline, new Dictionary<string, string>(StringComparer.Ordinal) { ["pod"] = $"{i}" }, new SeriesData.Points(null, [.. Times(6)], [.. Times(6).Select(_ => i + 1.0)])))),
        ];

        var pair = First(history, 5);

        Assert.Equal(PairSort.Instances, pair.Sort);
        Assert.Equal(4, pair.Series.Count);
        Assert.Equal(((SeriesData.Points)Arm_(pair, Arm.Canary, "cpu")).Values, ((SeriesData.Points)Arm_(pair, Arm.Canary, "memory")).Values);
        Assert.Equal(21, 3 * (((SeriesData.Points)Arm_(pair, Arm.Canary, "cpu")).Values[0] + ((SeriesData.Points)Arm_(pair, Arm.Baseline, "cpu")).Values[0]));
    }

    [Fact]
    public void Points_of_one_series_are_set_beside_the_next_stretch_and_never_twice()
    {
        Series[] history = [new("cpu", Arm.Baseline, Series.NoLabels, new SeriesData.Points(null, [.. Times(36)], [.. Enumerable.Range(0, 36).Select(i => (double)i)]))];

        AaPair[] pairs = [.. AaPairs.Of(Policy.Inferred, history, 6 * Minute, deals: 3, seed: 0)];

        // Six stretches without the first and the last: two pairs.
        Assert.All(pairs, p => Assert.Equal(PairSort.Shifted, p.Sort));
        Assert.Equal([6, 18], pairs.Select(p => ((SeriesData.Points)Arm_(p, Arm.Baseline)).Values[0]));
        Assert.Equal([12, 24], pairs.Select(p => ((SeriesData.Points)Arm_(p, Arm.Canary)).Values[0]));
        Assert.All(pairs, p => Assert.Equal(((SeriesData.Points)Arm_(p, Arm.Baseline)).At, ((SeriesData.Points)Arm_(p, Arm.Canary)).At));
    }

    [Fact]
    public void The_same_seed_deals_the_same_and_another_one_does_not()
    {
        double Canary(ulong seed) => ((SeriesData.Ratios)Arm_(First(Ratios(_ => (500, 1_000_000)), seed), Arm.Canary)).Totals[0];

        Assert.Equal(Canary(1), Canary(1));
        Assert.NotEqual(Canary(1), Canary(2));
    }

    [Fact]
    public void Dealt_arms_fail_no_more_often_than_promised()
    {
        AaPair[] pairs = [.. AaPairs.Of(Policy.Inferred, Ratios(i => (3 + (i % 5), 300)), 6 * Minute, deals: 100, seed: 9).Where(p => p.Sort == PairSort.Values)];

        var rate = AaRate.Of(PairSort.Values, [.. pairs.Select(p => Judging.Judge.Decide(p.Policy, new(p.Series), 0, TestContext.Current.CancellationToken))], 0.05);

        // 400 pairs: two standard errors above 5% are 7.2%.
        Assert.Equal(400, rate.Pairs);
        Assert.InRange(rate.Rate.Estimate, 0, 0.072);
    }

    [Theory]
    [InlineData(0, 100, true)]
    [InlineData(20, 100, false)]
    [InlineData(3, 100, null)]
    public void The_exact_interval_says_whether_the_promise_holds(int failed, int pairs, bool? holds)
    {
        var rate = new AaRate(PairSort.Values, pairs, failed, 0, 0.05, []);

        Assert.Equal(holds, rate.Holds);
        Assert.Equal(holds is null, rate.Enough is > 100);
    }

    private static AaPair First(IReadOnlyList<Series> history, ulong seed) => AaPairs.Of(Policy.Inferred, history, 6 * Minute, deals: 1, seed).First();

    private static SeriesData Arm_(AaPair pair, Arm arm, string? metric = null) => pair.Series.Single(s => s.Arm == arm && (metric is null || s.Metric == metric)).Data;

    private static Series[] Ratios(Func<int, (int Events, int Total)> row) =>
        [new("errors", Arm.Baseline, Series.NoLabels, new SeriesData.Ratios([.. Times(36)], [.. Enumerable.Range(0, 36).Select(i => (double)row(i).Events)], [.. Enumerable.Range(0, 36).Select(i => (double)row(i).Total)]))];

    private static IEnumerable<long> Times(int minutes) => Enumerable.Range(0, minutes).Select(i => Start + (i * Minute));
}
