using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Model;
using static CanaryJudge.Judging.Tests.Analyses.Live;

namespace CanaryJudge.Judging.Tests.Analyses;

/// <summary>Series of one metric and arm that differ by labels, in an analysis.</summary>
public sealed class StrataOverLooksTests
{
    private const int Minutes = 40;

    [Theory]
    [InlineData("errors")]
    [InlineData("latency_ms")]
    [InlineData("size")]
    public void A_good_canary_with_more_of_the_slow_region_fails_when_pooled_and_not_in_strata(string metric)
    {
        var chance = new Random(3);
        Series[] regions = [.. Enumerable.Range(0, Minutes).SelectMany(k => Minute(metric, chance, k))];
        Series[] pooled = [.. regions.Select(s => s with { Labels = Series.NoLabels })];

        var within = Last(metric, regions);
        var across = Last(metric, metric is "errors" or "size" ? Added(pooled) : pooled);

        Assert.Equal(Verdict.Fail, across.Verdict);
        Assert.NotEqual(Verdict.Fail, within.Verdict);
        Assert.Equal((2, 0), (within.Strata, across.Strata));

        // Both arms rise by a fifth over the time, which may be told of.
        Assert.DoesNotContain(within.Warnings, w => w.Code is not (WarningCode.BaselineUnsteady or WarningCode.SharedShift));
    }

    [Fact]
    public void Harm_inside_the_regions_is_proven_though_the_mix_hides_it()
    {
        var chance = new Random(4);
        Series[] regions = [.. Enumerable.Range(0, Minutes).SelectMany(k => Minute("latency_ms", chance, k, factor: 1.6, slow: 0.3 - (0.2 * k / Minutes)))];

        var judgement = Last("latency_ms", regions);

        Assert.Equal(Verdict.Fail, judgement.Verdict);
        Assert.Contains("within 2 strata", judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Pods_have_no_name_in_common_and_are_pooled()
    {
        var chance = new Random(5);
        Series[] pods = [.. Enumerable.Range(0, 20).SelectMany(k => new[] { Arm.Baseline, Arm.Canary }.SelectMany(arm => Enumerable.Range(0, 3).Select(pod =>
            Labelled("pod", $"{arm}-{pod}", Latency(arm, [.. Values(chance, k, 40, 1).Select((v, i) => (Noon + (k * Live.Minute) + i, v))])))))];

        var judgement = Last("latency_ms", pods);

        Assert.Equal(0, judgement.Strata);
        Assert.Equal(2, judgement.Warnings.Count(w => w.Code == WarningCode.StrataPooled));
        Assert.Contains("differ in pod", judgement.Warnings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_of_one_arm_only_is_left_out_and_named()
    {
        Series[] data = [.. Enumerable.Range(0, 5).SelectMany(k => new[]
        {
            Labelled("region", "eu", Errors(Arm.Baseline, (Noon + (k * Live.Minute), 1, 100))),
            Labelled("region", "us", Errors(Arm.Baseline, (Noon + (k * Live.Minute), 2, 100))),
            Labelled("region", "eu", Errors(Arm.Canary, (Noon + (k * Live.Minute), 1, 100))),
            Labelled("region", "us", Errors(Arm.Canary, (Noon + (k * Live.Minute), 1, 100))),
            Labelled("region", "asia", Errors(Arm.Canary, (Noon + (k * Live.Minute), 90, 100))),
        })];

        var judgement = Last("errors", data);

        Assert.Equal(2, judgement.Strata);
        Assert.Equal("Left out, only in one arm so far: asia (1 of the strata).", Assert.Single(judgement.Warnings, w => w.Code == WarningCode.StrataLeftOut).Message);
        Assert.NotEqual(Verdict.Fail, judgement.Verdict);
    }

    [Fact]
    public void Strata_beyond_the_most_share_one()
    {
        var live = new Live(new() { Lateness = 0 });
        for (var k = 0; k < 3; k++)
        {
            Series[] batch = [.. Enumerable.Range(0, 100).SelectMany(shop => new[] { Arm.Baseline, Arm.Canary }.Select(arm =>
                Labelled("shop", $"{shop:000}", Errors(arm, (Noon + (k * Live.Minute), 1, 10)))))];
            live.Send(batch);
        }

        live.Finish();
        var strata = live.Watches.Closed.Where(b => b.Start == Noon).Select(b => b.Stratum).ToArray();

        Assert.Equal(65, strata.Length);
        Assert.Contains("(others)", strata);
        var others = (SeriesData.Ratios)live.Watches.Closed.First(b => b.Stratum == "(others)").Baseline!;
        Assert.Equal((36, 360), (others.Events[0], others.Totals[0]));
    }

    [Fact]
    public void A_label_makes_strata_from_the_bucket_on_in_which_it_shows_that_it_does()
    {
        var live = new Live(new() { Lateness = 0 });
        Series Row(Arm arm, string region, int k) => Labelled("region", region, Errors(arm, (Noon + (k * Live.Minute), 1, 10)));
        live.Send(Row(Arm.Baseline, "eu", 0), Row(Arm.Canary, "eu", 0));
        live.Send(Row(Arm.Baseline, "eu", 1), Row(Arm.Canary, "eu", 1), Row(Arm.Canary, "us", 1));
        live.Send(Row(Arm.Baseline, "eu", 2), Row(Arm.Canary, "eu", 2));
        live.Finish();

        Assert.Equal(["", "eu", "us", "eu"], live.Watches.Closed.Select(b => b.Stratum));
    }

    [Fact]
    public void Numbers_of_two_regions_with_different_levels_are_paired_inside_them()
    {
        // The canary's slow region reports from minute 20 on: averaged over regions it would jump.
        var chance = new Random(6);
        Series Point(Arm arm, string region, int k, double level) =>
            Labelled("region", region, Cpu(arm, Live.Minute, (Noon + (k * Live.Minute), level * Math.Exp(0.1 * Normal(chance)))));
        Series[] data = [.. Enumerable.Range(0, 60).SelectMany(k => new[]
        {
            Point(Arm.Baseline, "a", k, 10), Point(Arm.Baseline, "b", k, 30), Point(Arm.Canary, "a", k, 10), Point(Arm.Canary, "b", k, 30),
        }.Where((_, i) => i < 3 || k >= 20))];

        var judgement = Last("cpu", data);

        Assert.Equal(2, judgement.Strata);
        Assert.Equal(Verdict.Pass, judgement.Verdict);
        Assert.InRange(judgement.Effect!.RelativeEstimate!.Value, -0.1, 0.1);
    }

    private static MetricJudgement Last(string metric, Series[] series) => Replay.Play(
        new() { Metrics = [new() { Name = metric }] }, [.. series.Where(s => s.Metric == metric)], new() { Lateness = 0, StopRule = StopRule.FailOnly }, "hash").Last().Judgement.Metrics[0];

    /// <summary>One minute of both arms in two regions, the second three times worse; the canary has more of it.</summary>
    private static IEnumerable<Series> Minute(string metric, Random chance, int k, double factor = 1, double slow = 0.8)
    {
        foreach (var (arm, share) in new[] { (Arm.Baseline, 0.3), (Arm.Canary, slow) })
        {
            foreach (var (region, level, part) in new[] { ("eu", 1.0, 1 - share), ("us", 3.0, share) })
            {
                var at = Noon + (k * Live.Minute);
                var count = (int)(100 * part);
                var worse = level * (arm == Arm.Canary ? factor : 1);
                yield return Labelled("region", region, metric switch
                {
                    "errors" => Errors(arm, (at, Math.Round(20 * count * 0.01 * worse), 20 * count)),
                    "size" => new("size", arm, Series.NoLabels, new SeriesData.Histograms([at], Bounds, [Counts(Values(chance, k, count, worse))])),
                    _ => Latency(arm, [.. Values(chance, k, count, worse).Select((v, i) => (at + i, v))]),
                });
            }
        }
    }

    private static readonly double[] Bounds = [25, 50, 75, 100, 150, 200, 300, 400, 600, 1000, double.PositiveInfinity];

    private static double[] Counts(double[] values) => [.. Bounds.Select((b, i) => (double)values.Count(v => v <= b && (i == 0 || v > Bounds[i - 1])))];

    /// <summary>What a sender without labels would have sent: rows of one time added up.</summary>
    private static Series[] Added(Series[] rows) => [.. rows.GroupBy(s => (s.Arm, s.Data.Times.Span[0])).Select(g => g.First() with
    {
        Data = g.First().Data switch
        {
            SeriesData.Ratios r => new SeriesData.Ratios(r.At, [g.Sum(s => ((SeriesData.Ratios)s.Data).Events[0])], [g.Sum(s => ((SeriesData.Ratios)s.Data).Totals[0])]),
            SeriesData.Histograms h => new SeriesData.Histograms(h.At, h.UpperBounds, [[.. h.UpperBounds.Select((_, b) => g.Sum(s => ((SeriesData.Histograms)s.Data).Rows[0][b]))]]),
            var other => other,
        },
    })];

    private static Series Labelled(string key, string value, Series series) => series with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [key] = value } };

    private static double[] Values(Random chance, int minute, int count, double factor) =>
        [.. Enumerable.Range(0, count).Select(_ => 100 * factor * Math.Exp((0.4 * Normal(chance)) + (0.005 * minute)))];

    private static double Normal(Random chance) => Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble());
}
