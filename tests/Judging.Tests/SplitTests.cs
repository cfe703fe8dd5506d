using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Tests;

/// <summary>Whether the traffic was split as expected.</summary>
public sealed class SplitTests
{
    private static readonly ExpectedSplit FivePercent = new(0.05);

    [Theory]
    [InlineData(40, true)]
    [InlineData(48, false)]
    [InlineData(50, false)]
    [InlineData(52, false)]
    [InlineData(60, true)]
    public void Only_a_clear_and_large_deviation_is_warned_about(double canaryPerMinute, bool warned)
    {
        // An hour at 1,000 a minute: 5% are 3,000, and 48 a minute are rare by chance, but within a twentieth.
        var judgement = Decide(FivePercent, Ratios("errors", 1000 - canaryPerMinute, canaryPerMinute));

        Assert.Equal(warned, Warned(judgement));
        Assert.NotEqual(Verdict.Fail, judgement.Verdict);
    }

    [Fact]
    public void The_warning_says_what_was_found_where_and_how_likely_that_is()
    {
        var warning = Decide(FivePercent, Ratios("errors", 960, 40)).Warnings.Single(w => w.Code == WarningCode.SplitMismatch);

        Assert.Equal("The canary has 4% of the traffic (2,400 of 60,000 in errors), not 5% as expected: below 1 in 1,000,000 by chance.", warning.Message);
    }

    [Fact]
    public void Few_requests_prove_nothing() =>
        Assert.False(Warned(Decide(FivePercent, [new("a", Arm.Baseline, Series.NoLabels, Samples(18)), new("a", Arm.Canary, Series.NoLabels, Samples(2))])));

    [Fact]
    public void Nothing_expected_nothing_checked() => Assert.False(Warned(Decide(null, Ratios("errors", 500, 500))));

    [Fact]
    public void The_metric_with_the_most_traffic_counts()
    {
        // Checkouts are few and differ by chance of what canary users buy; requests are split as meant.
        Assert.False(Warned(Decide(FivePercent, [.. Ratios("checkouts", 100, 1), .. Ratios("requests", 950, 50)])));
        Assert.True(Warned(Decide(FivePercent, [.. Ratios("checkouts", 95, 5), .. Ratios("requests", 990, 10)])));
    }

    [Fact]
    public void Samples_histograms_and_totals_are_traffic_points_and_counts_are_not()
    {
        Series[] samples = [new("a", Arm.Baseline, Series.NoLabels, Samples(9_000)), new("a", Arm.Canary, Series.NoLabels, Samples(1_000))];
        Series[] histograms = [new("h", Arm.Baseline, Series.NoLabels, Histogram(9_000)), new("h", Arm.Canary, Series.NoLabels, Histogram(1_000))];
        Series[] exponential = [new("h", Arm.Baseline, Series.NoLabels, Exponential(9_000)), new("h", Arm.Canary, Series.NoLabels, Exponential(1_000))];
        Series[] counts = [new("c", Arm.Baseline, Series.NoLabels, Counts(9_000)), new("c", Arm.Canary, Series.NoLabels, Counts(1_000))];

        Assert.All(new[] { samples, histograms, exponential }, s => Assert.True(Warned(Decide(FivePercent, s))));
        Assert.False(Warned(Decide(FivePercent, counts)));
    }

    [Fact]
    public void Only_the_time_that_both_arms_share_counts()
    {
        // The baseline began an hour earlier.
        long[] two = [.. Enumerable.Range(-60, 120).Select(i => Run.Noon + (i * Run.Minute))];
        Series[] series =
        [
            new("errors", Arm.Baseline, Series.NoLabels, new SeriesData.Ratios(two, new double[120], [.. two.Select(_ => 950.0)])),
            new("errors", Arm.Canary, Series.NoLabels, new SeriesData.Ratios(Run.Minutes(60), new double[60], [.. two.Take(60).Select(_ => 50.0)])),
        ];

        Assert.False(Warned(Decide(FivePercent, series)));
    }

    [Fact]
    public void Repeated_intervals_are_counted_once()
    {
        var twice = Run.Minutes(60).Concat(Run.Minutes(60)).ToArray();
        Series[] series =
        [
            new("errors", Arm.Baseline, Series.NoLabels, new SeriesData.Ratios(Run.Minutes(60), new double[60], [.. twice.Take(60).Select(_ => 950.0)])),
            new("errors", Arm.Canary, Series.NoLabels, new SeriesData.Ratios(twice, new double[120], [.. twice.Select(_ => 50.0)])),
        ];

        Assert.False(Warned(Decide(FivePercent, series)));
    }

    [Fact]
    public void Large_canaries_are_held_to_the_baselines_share()
    {
        // 96 of 100 instead of 95 is a hundredth more for the canary, but a fifth less for the baseline.
        Assert.True(Warned(Decide(new(0.95), Ratios("errors", 40, 960))));
    }

    [Fact]
    public void A_policy_can_withhold_a_pass_but_nothing_turns_a_fail_around()
    {
        var strict = FivePercent with { WithholdsPass = true };

        var passing = Decide(strict, Ratios("errors", 9_000, 1_000));
        var failing = Decide(strict, Ratios("errors", 9_000, 1_000, canaryErrors: 300));
        var asMeant = Decide(strict, Ratios("errors", 9_500, 500));

        Assert.Equal((Verdict.Inconclusive, ReasonCode.SplitMismatch, NextAction.KeepWatching), (passing.Verdict, passing.ReasonCode, passing.Action));
        Assert.StartsWith("The canary has 10% of the traffic", passing.Reason, StringComparison.Ordinal);
        Assert.Empty(passing.DecidedBy);
        Assert.Equal(100, passing.Score);
        Assert.Equal((Verdict.Fail, ReasonCode.HarmProven), (failing.Verdict, failing.ReasonCode));
        Assert.True(Warned(failing));
        Assert.Equal(Verdict.Pass, asMeant.Verdict);
    }

    private static bool Warned(Judgement judgement) => judgement.Warnings.Any(w => w.Code == WarningCode.SplitMismatch);

    private static Judgement Decide(ExpectedSplit? split, Series[] series) =>
        Judge.Decide(new() { Split = split }, new(series), 0, TestContext.Current.CancellationToken);

    private static Series[] Ratios(string name, double baseline, double canary, double canaryErrors = 0) =>
    [
        new(name, Arm.Baseline, Series.NoLabels, new SeriesData.Ratios(Run.Minutes(60), [.. Enumerable.Repeat(Math.Floor(baseline / 100), 60)], [.. Enumerable.Repeat(Math.Ceiling(baseline), 60)])),
        new(name, Arm.Canary, Series.NoLabels, new SeriesData.Ratios(Run.Minutes(60), [.. Enumerable.Repeat(Math.Floor(canary / 100) + canaryErrors, 60)], [.. Enumerable.Repeat(Math.Ceiling(canary), 60)])),
    ];

    private static SeriesData.Samples Samples(int count) => new([], [.. Enumerable.Range(0, count).Select(i => 100.0 + (i % 17))], []);

    private static SeriesData.Histograms Histogram(double count) => new([Run.Noon], [1, 2, double.PositiveInfinity], [[count / 2, count / 2, 0]]);

    private static SeriesData.ExponentialHistograms Exponential(double count) => new([Run.Noon], [new(2, new(3, [count / 2, count / 2]), ExponentialCounts.None, 0, 0)]);

    private static SeriesData.Counts Counts(double count) => new(Run.Minutes(10), [.. Enumerable.Repeat(count, 10)], [.. Enumerable.Repeat(1.0, 10)]);
}
