using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Tests;

/// <summary>The verdict rule on small data whose right answer is known.</summary>
public sealed class JudgeTests
{
    [Fact]
    public void Ten_ones_against_seven_hundreds_and_three_ones_fail_although_the_interval_touches_zero()
    {
        var judgement = Run.Samples(Repeat(1, 10), [.. Repeat(100, 7), .. Repeat(1, 3)]);

        Assert.Equal(Verdict.Fail, judgement.Verdict);
        Assert.Equal(ReasonCode.HarmProven, judgement.ReasonCode);
    }

    [Fact]
    public void Eight_hundreds_fail_as_seven_do() =>
        Assert.Equal(Verdict.Fail, Run.Samples(Repeat(1, 10), [.. Repeat(100, 8), .. Repeat(1, 2)]).Verdict);

    [Fact]
    public void Four_events_against_none_are_one_in_sixteen_and_not_enough()
    {
        var judgement = Run.Counts(Repeat(0, 6), [0, 1, 2, 1, 0, 0]);

        Assert.Equal(Verdict.Inconclusive, judgement.Verdict);
        Assert.Equal(0.0625, judgement.Metrics[0].Effect!.PValue!.Value, 12);
        Assert.Contains("1 in 16 by chance; a FAIL needs 1 in 20", judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Seven_events_against_none_fail()
    {
        var judgement = Run.Counts(Repeat(0, 25), [1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0]);

        Assert.Equal(Verdict.Fail, judgement.Verdict);
        Assert.Equal(Math.Pow(0.5, 7), judgement.Metrics[0].Effect!.PValue!.Value, 12);
    }

    [Fact]
    public void A_tighter_spread_is_a_warning_and_no_harm()
    {
        var judgement = Run.Samples(
            [1100, 4, 101, 5, 102, 6, 103, 7, 104, 8, 105, 9, 106, 17],
            [10, 10.1, 10.2, 10.3, 10.4, 10.5, 10.6, 17, 17.1, 17.2, 17.3, 17.4, 17.5, 17.6, 17.7]);

        Assert.NotEqual(Verdict.Fail, judgement.Verdict);
        Assert.Contains(judgement.Metrics[0].Warnings, w => w.Code == WarningCode.SpreadChanged);
    }

    [Fact]
    public void An_unchanged_latency_passes_with_enough_requests() =>
        Assert.Equal(Verdict.Pass, Run.Samples(LogNormal(3000, 1, 1), LogNormal(3000, 1, 2)).Verdict);

    [Fact]
    public void Five_percent_of_the_requests_eight_times_slower_fail_by_the_tail()
    {
        var judgement = Run.Samples(LogNormal(3000, 1, 1), [.. LogNormal(2850, 1, 2), .. LogNormal(150, 8, 3)]);

        Assert.Equal(Verdict.Fail, judgement.Verdict);
        Assert.Equal("p99", judgement.Metrics[0].DecidedBy);
    }

    [Fact]
    public void A_pass_waits_until_the_slowest_percent_could_have_spoken()
    {
        double[] baseline = LogNormal(3000, 1, 1);
        double[] canary = [.. baseline.Order().Where((_, i) => i % 7 == 3).Take(400)];

        var judgement = Run.Samples(baseline, [.. canary, .. Repeat(100, 400 - canary.Length)]);

        Assert.Equal((Verdict.Inconclusive, ReasonCode.GuardNeedsData), (judgement.Verdict, judgement.ReasonCode));
        Assert.Equal(600, judgement.Metrics[0].Needed!.CanarySamples);
    }

    [Fact]
    public void A_median_as_guard_sees_a_fall_where_less_is_worse()
    {
        var judgement = Run.Samples(
            LogNormal(3000, 1, 1),
            LogNormal(3000, 0.5, 2),
            m => m with { Direction = Direction.Decrease, Guards = [new(0.5)] });

        Assert.True(judgement.Metrics[0].Guards[0].Failed);
    }

    [Theory]
    [InlineData(49, 0)]
    [InlineData(50, 1)]
    public void A_guard_that_comes_into_effect_takes_no_budget_from_the_primary_measure(int n, int guards)
    {
        double[] baseline = LogNormal(n, 1, 1), canary = LogNormal(n, 1, 2);

        var guarded = Run.Samples(baseline, canary).Metrics[0];
        var alone = Run.Samples(baseline, canary, m => m with { Guards = [] }).Metrics[0];

        Assert.Equal((guards, 0.025), (guarded.Guards.Count, guarded.Effect!.Alpha));
        Assert.Equal((0, 0.05), (alone.Guards.Count, alone.Effect!.Alpha));
    }

    [Fact]
    public void Constant_and_equal_points_pass_with_a_warning()
    {
        var judgement = Run.Points(Repeat(5, 20), Repeat(5, 20));

        Assert.Equal(Verdict.Pass, judgement.Verdict);
        Assert.Contains(judgement.Metrics[0].Warnings, w => w.Code == WarningCode.ZeroVariance);
    }

    [Fact]
    public void Constant_points_at_two_values_have_no_noise_to_judge_against() =>
        Assert.Equal(ReasonCode.ZeroVariance, Run.Points(Repeat(5, 20), Repeat(6, 20)).ReasonCode);

    [Fact]
    public void An_availability_that_falls_from_its_ceiling_is_judged_by_what_is_lacking()
    {
        double[] baseline = [.. Enumerable.Range(0, 30).Select(i => i % 7 == 0 ? 99.98 : 100.0)];
        double[] canary = [.. Normals(30, 5).Select(z => 95 + (z / 2))];

        var judgement = Run.One(new SeriesData.Points(null, Run.Minutes(30), baseline), new SeriesData.Points(null, Run.Minutes(30), canary), name: "availability_percent");

        Assert.Equal(Verdict.Fail, judgement.Verdict);
        Assert.Equal(100, judgement.Metrics[0].Effect!.Baseline);
        Assert.InRange(judgement.Metrics[0].Effect!.Estimate!.Value, -6, -4);
        Assert.Contains("pp", judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Bursts_weaken_the_evidence_unless_events_are_declared_independent()
    {
        // The canary's events come in four minutes of twenty.
        (double, double)[] baseline = [.. Enumerable.Range(0, 20).Select(_ => (2.0, 1000.0))];
        (double, double)[] canary = [.. Enumerable.Range(0, 20).Select(i => (i % 5 == 0 ? 16.0 : 0.0, 1000.0))];

        var guarded = Run.Ratio(baseline, canary);
        var independent = Run.Ratio(baseline, canary, m => m with { Independent = true });

        Assert.Contains(guarded.Metrics[0].Warnings, w => w.Code == WarningCode.Bursts);
        Assert.True(guarded.Metrics[0].Effect!.PValue > independent.Metrics[0].Effect!.PValue);
    }

    [Fact]
    public void One_conflicting_interval_makes_the_metric_inconclusive()
    {
        var times = Run.Minutes(20);
        times[5] = times[4];
        double[] values = [.. Normals(20, 1).Select(z => 10 + z)];

        var judgement = Run.One(new SeriesData.Points(null, times, values), new SeriesData.Points(null, Run.Minutes(20), values));

        Assert.Equal(ReasonCode.ConflictingValues, judgement.ReasonCode);
    }

    [Theory]
    [InlineData(Missing.Inconclusive, Verdict.Inconclusive, ReasonCode.OneArmEmpty)]
    [InlineData(Missing.Fail, Verdict.Fail, ReasonCode.MissingByPolicy)]
    [InlineData(Missing.Pass, Verdict.Pass, ReasonCode.MissingByPolicy)]
    public void An_arm_without_data_is_judged_as_the_policy_says(Missing missing, Verdict verdict, ReasonCode code)
    {
        var judgement = Run.One(new SeriesData.Samples([], [1, 2, 3], []), canary: null, m => m with { Missing = missing });

        Assert.Equal((verdict, code), (judgement.Metrics[0].Verdict, judgement.Metrics[0].ReasonCode));
    }

    [Fact]
    public void Missing_counts_may_stand_for_zero_events()
    {
        double[] two = [.. Repeat(2, 30)];

        var judgement = Run.One(new SeriesData.Counts(Run.Minutes(30), two, [.. Repeat(1, 30)]), canary: null, m => m with { Missing = Missing.Zero });

        Assert.Equal(0, judgement.Metrics[0].Effect!.Canary);
        Assert.Equal(Verdict.Pass, judgement.Verdict);
    }

    [Fact]
    public void Arms_from_different_weeks_are_warned_about()
    {
        long[] lastWeek = [.. Run.Minutes(30).Select(t => t - (7 * 24 * 60 * Run.Minute))];
        double[] values = [.. Normals(30, 1).Select(z => 10 + z)];

        var judgement = Run.One(new SeriesData.Points(null, lastWeek, values), new SeriesData.Points(null, Run.Minutes(30), values));

        Assert.Contains(judgement.Metrics[0].Warnings, w => w.Code == WarningCode.DifferentTimes);
    }

    [Fact]
    public void A_repeated_row_of_one_label_is_not_counted_twice()
    {
        Series Part(Arm arm, string region, params double[] events) => new(
            "errors",
            arm,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = region },
            new SeriesData.Ratios([Run.Noon, .. events.Skip(1).Select(_ => Run.Noon)], events, [.. events.Select(_ => 100.0)]));

        var judgement = Judge.Decide(
            Policy.Inferred,
            new([Part(Arm.Baseline, "eu", 4, 4), Part(Arm.Baseline, "us", 5), Part(Arm.Canary, "eu", 4), Part(Arm.Canary, "us", 5)]),
            0,
            TestContext.Current.CancellationToken);

        Assert.Equal((9, 200), (judgement.Metrics[0].Baseline!.Events, judgement.Metrics[0].Baseline!.Count));
        Assert.Contains(judgement.Metrics[0].Warnings, w => w.Code == WarningCode.DuplicatesDropped);
    }

    [Fact]
    public void A_finer_arm_is_averaged_over_the_coarser_intervals()
    {
        double[] values = [.. Normals(40, 1).Select(z => 100 + z)];
        long[] halfMinutes = [.. Enumerable.Range(0, 80).Select(i => Run.Noon + (i * Run.Minute / 2))];

        var judgement = Run.One(
            new SeriesData.Points(null, Run.Minutes(40), values),
            new SeriesData.Points(null, halfMinutes, [.. Normals(80, 2).Select(z => 100 + z)]));

        Assert.Equal(Verdict.Pass, judgement.Verdict);
        Assert.Contains(judgement.Metrics[0].Warnings, w => w.Code == WarningCode.DifferentIntervals);
    }

    private static double[] Repeat(double value, int times) => [.. Enumerable.Repeat(value, times)];

    private static double[] LogNormal(int count, double factor, int seed) => [.. Normals(count, seed).Select(z => factor * 100 * Math.Exp(z / 2))];

    private static double[] Normals(int count, int seed)
    {
        var chance = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble()))];
    }

    [Fact]
    public void One_metric_without_data_and_one_with_an_empty_arm_are_told_as_an_empty_arm()
    {
        Policy policy = new() { Metrics = [new() { Name = "latency_ms" }, new() { Name = "errors" }] };
        Series baseline = new("latency_ms", Arm.Baseline, Series.NoLabels, new SeriesData.Samples([], [1, 2, 3], []));

        var judgement = Judge.Decide(policy, new([baseline]), 0, TestContext.Current.CancellationToken);

        Assert.Equal((Verdict.Inconclusive, ReasonCode.OneArmEmpty), (judgement.Verdict, judgement.ReasonCode));
    }
}
