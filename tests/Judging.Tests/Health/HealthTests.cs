using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Health;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Tests.Anomalies;

namespace CanaryJudge.Judging.Tests.Health;

/// <summary>What speaks against a comparison.</summary>
public sealed class HealthTests
{
    private static readonly WarningCode[] New =
    [
        WarningCode.Gap, WarningCode.ClockOffset, WarningCode.FrozenArm, WarningCode.OutlierShares, WarningCode.BaselineUnsteady, WarningCode.SharedShift, WarningCode.DifferentIntervals,
    ];

    [Fact]
    public void A_sound_pair_has_no_flaw()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            Assert.Empty(Codes(Run.Points(new Draw(seed).Latencies(60), new Draw(seed + 1_000).Latencies(60))).Intersect(New));
        }
    }

    [Fact]
    public void A_hole_in_one_arm_is_told_of_with_its_time()
    {
        var at = Run.Minutes(60);
        var draw = new Draw(1);
        double[] baseline = draw.Latencies(60), canary = draw.Latencies(60);
        int[] kept = [.. Enumerable.Range(0, 60).Where(i => i is < 20 or >= 30)];

        var judgement = Run.One(new SeriesData.Points(null, at, baseline), new SeriesData.Points(null, [.. kept.Select(i => at[i])], [.. kept.Select(i => canary[i])]));

        Assert.Contains("canary: nothing from 2026-01-05T12:19:00Z on for 11 min", Message(judgement, WarningCode.Gap), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hole_in_a_stream_of_requests_is_told_of_and_ordinary_silence_is_not()
    {
        var draw = new Draw(2);
        long[] Arrivals(Func<double, bool> keep)
        {
            var times = new List<long>();
            for (double second = 0; second < 3600; second -= 5 * Math.Log(1 - draw.Uniform()))
            {
                if (keep(second))
                {
                    times.Add(Run.Noon + (long)(second * 1e9));
                }
            }

            return [.. times];
        }

        Judgement Judged(long[] baseline, long[] canary) => Run.One(
            new SeriesData.Samples(baseline, draw.Latencies(baseline.Length), []), new SeriesData.Samples(canary, draw.Latencies(canary.Length), []));

        Assert.DoesNotContain(WarningCode.Gap, Codes(Judged(Arrivals(_ => true), Arrivals(_ => true))));
        Assert.Contains(WarningCode.Gap, Codes(Judged(Arrivals(_ => true), Arrivals(s => s is < 1000 or > 1900))));
    }

    [Fact]
    public void A_clock_that_is_off_is_found_by_the_load_that_both_arms_follow()
    {
        var draw = new Draw(3);
        double[] load = draw.Latencies(130), baseline = [.. load[..120].Select(x => x * Math.Exp(0.02 * draw.Normal()))];

        Assert.DoesNotContain(WarningCode.ClockOffset, Codes(Run.Points(baseline, [.. load[..120].Select(x => x * Math.Exp(0.02 * draw.Normal()))])));
        Assert.Contains("3 min early", Message(Run.Points(baseline, [.. load[3..123].Select(x => x * Math.Exp(0.02 * draw.Normal()))]), WarningCode.ClockOffset), StringComparison.Ordinal);
        Assert.Contains("2 min late", Message(Run.Points([.. load[2..122]], load[..120]), WarningCode.ClockOffset), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exporter_that_hangs_is_found_and_a_value_that_stands_in_both_arms_is_not()
    {
        double[] baseline = new Draw(4).Latencies(60), canary = [.. new Draw(5).Latencies(40), .. Enumerable.Repeat(101.5, 20)];

        Assert.Contains("canary: exactly 102 for 20 intervals from 2026-01-05T12:40:00Z on", Message(Run.Points(baseline, canary), WarningCode.FrozenArm), StringComparison.Ordinal);
        Assert.Contains("baseline: ", Message(Run.Points(canary, baseline), WarningCode.FrozenArm), StringComparison.Ordinal);
        Assert.DoesNotContain(WarningCode.FrozenArm, Codes(Run.Points([.. Enumerable.Repeat(2.0, 60)], [.. Enumerable.Repeat(2.0, 60)])));
    }

    [Fact]
    public void Ratios_in_different_intervals_say_so()
    {
        SeriesData.Ratios Every(int minutes) => new([.. Run.Minutes(60 / minutes).Select((_, i) => Run.Noon + (i * minutes * Run.Minute))], [.. Enumerable.Repeat(2.0, 60 / minutes)], [.. Enumerable.Repeat(100.0, 60 / minutes)]);

        Assert.Contains("1 min and 5 min", Message(Run.One(Every(1), Every(5)), WarningCode.DifferentIntervals), StringComparison.Ordinal);
    }

    [Fact]
    public void Removed_outliers_are_counted_by_arm_and_a_difference_is_a_finding()
    {
        double[] baseline = new Draw(6).Latencies(400), canary = new Draw(7).Latencies(400, i => i % 20 == 0 ? 5_000 : 100);

        var judgement = Run.Samples(baseline, canary, m => m with { Outliers = Outliers.Remove });

        Assert.Contains("0 of the baseline, 20 of the canary", Message(judgement, WarningCode.OutliersRemoved), StringComparison.Ordinal);
        Assert.Contains("5%", Message(judgement, WarningCode.OutlierShares), StringComparison.Ordinal);
        Assert.DoesNotContain(WarningCode.OutlierShares, Codes(Run.Samples(canary, canary, m => m with { Outliers = Outliers.Remove })));
    }

    [Fact]
    public void A_baseline_that_moves_alone_is_unsteady_and_with_the_canary_a_shared_shift()
    {
        double[] Stepped(int seed) => new Draw(seed).Latencies(60, i => i < 30 ? 100 : 140);

        Assert.Contains("12:30 UTC", Message(Run.Points(Stepped(8), new Draw(9).Latencies(60)), WarningCode.BaselineUnsteady), StringComparison.Ordinal);
        Assert.Contains("an outside cause is likely", Message(Run.Points(Stepped(8), Stepped(9)), WarningCode.SharedShift), StringComparison.Ordinal);
        Assert.DoesNotContain(Run.Points(Stepped(8), Stepped(9)).Metrics[0].Anomalies, a => a.Kind == AnomalyKind.Course);
    }

    [Fact]
    public void A_policy_may_withhold_a_pass_on_a_flaw()
    {
        var draw = new Draw(10);
        double[] baseline = draw.Latencies(200, i => i < 100 ? 100 : 140), canary = draw.Latencies(200, i => i < 100 ? 100 : 140);
        var series = new[] { Arm.Baseline, Arm.Canary }.Select(arm => new Series("m", arm, Series.NoLabels, new SeriesData.Points(null, Run.Minutes(200), arm == Arm.Baseline ? baseline : canary))).ToArray();

        var trusted = Judge.Decide(new(), new(series), 0, TestContext.Current.CancellationToken);
        var withheld = Judge.Decide(new() { Health = [WarningCode.SharedShift] }, new(series), 0, TestContext.Current.CancellationToken);
        var otherwise = Judge.Decide(new() { Health = [WarningCode.Gap] }, new(series), 0, TestContext.Current.CancellationToken);

        Assert.Equal((Verdict.Pass, Verdict.Pass), (trusted.Verdict, otherwise.Verdict));
        Assert.Equal((Verdict.Inconclusive, ReasonCode.UnhealthyComparison), (withheld.Verdict, withheld.ReasonCode));
        Assert.StartsWith("m: Both arms moved at ", withheld.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_flaw_that_a_policy_may_name_is_named_once() =>
        Assert.Equal(HealthChecks.All.Count, HealthChecks.All.Select(c => c.Value).Distinct().Count());

    private static IEnumerable<WarningCode> Codes(Judgement judgement) => judgement.Metrics.SelectMany(m => m.Warnings).Select(w => w.Code);

    private static string Message(Judgement judgement, WarningCode code) => Assert.Single(judgement.Metrics.SelectMany(m => m.Warnings), w => w.Code == code).Message;
}
