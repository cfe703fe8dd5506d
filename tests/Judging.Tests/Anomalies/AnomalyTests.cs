using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Statistics.Anomalies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Anomalies;

/// <summary>Where and what is odd over time.</summary>
public sealed class AnomalyTests
{
    private static readonly double[] Baseline = new Draw(1).Latencies(60);

    [Fact]
    public void A_healthy_pair_has_none()
    {
        var judgement = Run.Points(Baseline, new Draw(2).Latencies(60));

        Assert.Empty(judgement.Metrics[0].Anomalies);
        Assert.Null(judgement.Joint);
    }

    [Fact]
    public void An_onset_says_since_when_and_from_what_to_what()
    {
        var course = CourseOf(i => i < 30 ? 100 : 150);

        Assert.Equal((CourseName.Onset, Arm.Canary, Times(30)), (course.Course, course.Arm, course.From));
        Assert.Null(course.To);
        Assert.InRange(course.After!.Value, 140, 160);
        Assert.StartsWith("Worse since 12:30 UTC: median ", course.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_start_proposes_a_warmup()
    {
        var course = CourseOf(i => i < 12 ? 200 : 100);

        Assert.Equal((CourseName.Healed, Times(12), TimeSpan.FromMinutes(12)), (course.Course, course.To, course.Warmup));
        Assert.EndsWith("A warmup of 12 min would leave that out.", course.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_proposed_warmup_does_leave_it_out()
    {
        var canary = new Draw(3).Latencies(60, i => i < 12 ? 200 : 100);

        Assert.DoesNotContain(Run.Points(Baseline, canary, m => m with { Warmup = TimeSpan.FromMinutes(12) }).Metrics[0].Anomalies, a => a.Kind == AnomalyKind.Course);
    }

    [Fact]
    public void A_transient_begins_and_ends() => Assert.Equal(
        (CourseName.Transient, Times(20), Times(35)),
        CourseOf(i => i is >= 20 and < 35 ? 250 : 100) is var c ? (c.Course, c.From, c.To) : default);

    [Fact]
    public void Worse_all_the_time_is_no_news_in_a_report()
    {
        var judgement = Run.Points(Baseline, new Draw(3).Latencies(60, _ => 200));

        Assert.Equal(CourseName.Throughout, judgement.Metrics[0].Anomalies.Single(a => a.Kind == AnomalyKind.Course).Course);
        Assert.DoesNotContain("Worse", new TextReport().Render(judgement, new()), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_report_says_since_when_on_the_reader_s_clock()
    {
        var judgement = Run.Points(Baseline, new Draw(3).Latencies(60, i => i < 30 ? 100 : 150));

        Assert.All(ReportFormats.All, format => Assert.Contains("orse since 14:30: median", format.Render(judgement, new() { Offset = TimeSpan.FromHours(2) }), StringComparison.Ordinal));
        Assert.All(ReportFormats.All, format => Assert.Contains("orse since 12:30 UTC: median", format.Render(judgement, new()), StringComparison.Ordinal));
    }

    [Fact]
    public void Far_points_are_counted_and_the_strangest_named()
    {
        var points = Run.Points(Baseline, new Draw(4).Latencies(60, i => i % 5 == 0 ? 400 : 100)).Metrics[0].Anomalies.Single(a => a.Kind == AnomalyKind.Points);

        Assert.Equal(5, points.Points.Count);
        Assert.All(points.Points, p => Assert.Equal(0, p.Time!.Value.Minute % 5));
        Assert.InRange(points.Statistic!.Value, 0.19, 0.35);
        Assert.Contains("chance gives 5%", points.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Direction.Decrease, false)]
    [InlineData(Direction.Either, true)]
    public void The_direction_of_harm_decides_what_is_bad(Direction direction, bool bad) => Assert.Equal(
        bad, Run.Points(Baseline, new Draw(3).Latencies(60, i => i < 30 ? 100 : 150), m => m with { Direction = direction }).Metrics[0].Anomalies.Any(a => a.Kind == AnomalyKind.Course));

    [Fact]
    public void A_trend_and_a_season_of_both_arms_are_no_course()
    {
        Assert.All(new Func<int, double>[] { i => 100 + (3 * i), i => 100 + (50 * Math.Sin(i / 10.0)) }, level =>
        {
            var judgement = Run.Points(new Draw(5).Latencies(120, level), new Draw(6).Latencies(120, level));

            Assert.DoesNotContain(judgement.Metrics[0].Anomalies, a => a.Kind == AnomalyKind.Course);
        });
    }

    [Fact]
    public void Constant_alternating_and_single_values_have_none()
    {
        double[] constant = [.. Enumerable.Repeat(5.0, 60)], alternating = [.. Enumerable.Range(0, 60).Select(i => (i % 2) + 1.0)];

        Assert.Empty(Run.Points(constant, constant).Metrics[0].Anomalies);
        Assert.Empty(Run.Points(alternating, alternating).Metrics[0].Anomalies);
        Assert.Empty(Run.Points(Baseline, [100]).Metrics[0].Anomalies);
        Assert.Empty(Run.Samples([], [1]).Metrics[0].Anomalies);
    }

    [Fact]
    public void A_million_samples_are_thinned_and_keep_their_onset()
    {
        var draw = new Draw(7);
        var at = Enumerable.Range(0, 500_000).Select(i => Run.Noon + (i * 7_200_000L)).ToArray();
        var baseline = new SeriesData.Samples(at, draw.Latencies(at.Length), []);
        var canary = new SeriesData.Samples(at, draw.Latencies(at.Length, i => i < 300_000 ? 100 : 104), []);

        var course = Run.One(baseline, canary).Metrics[0].Anomalies.Single(a => a.Kind == AnomalyKind.Course);

        Assert.Equal(CourseName.Onset, course.Course);
        Assert.Equal(Times(36), course.From!.Value, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Ratios_counts_and_histograms_have_a_course_too()
    {
        var draw = new Draw(8);
        var at = Run.Minutes(60);
        SeriesData Ratio(double from) => new SeriesData.Ratios(at, [.. at.Select((_, i) => Math.Floor((i < 30 ? 10 : from) + (4 * draw.Uniform())))], [.. at.Select(_ => 1000.0)]);
        SeriesData Count(double from) => new SeriesData.Counts(at, [.. at.Select((_, i) => Math.Floor((i < 30 ? 10 : from) + (4 * draw.Uniform())))], [.. at.Select(_ => 1.0)]);
        SeriesData Histogram(double from) => new SeriesData.Histograms(at, [10, 20, 40, 80], [.. at.Select((_, i) => (double[])[5, 50 + Math.Floor(9 * draw.Uniform()), i < 30 ? 10 : from, 1])]);

        Assert.All(new[] { Ratio, Count, Histogram }, data =>
            Assert.Equal(CourseName.Onset, Run.One(data(10), data(400)).Metrics[0].Anomalies.Single(a => a.Kind == AnomalyKind.Course).Course));
    }

    [Fact]
    public void Samples_without_times_count_their_order()
    {
        var course = Run.Samples(Baseline, new Draw(3).Latencies(60, i => i < 30 ? 100 : 150)).Metrics[0].Anomalies.Single(a => a.Kind == AnomalyKind.Course);

        Assert.Null(course.From);
        Assert.StartsWith("Worse since value 31 of 60", course.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_anomaly_ever_changes_a_verdict() => Gen.Int[0, 500].ForAll(
        seed =>
        {
            var draw = new Draw(seed);
            double[] baseline = draw.Latencies(40, i => i < 20 ? 100 : 130), canary = draw.Latencies(40, i => i > 30 ? 160 : 100);
            var judgement = Run.Points(baseline, canary);

            // In another order the same values have other changes, and unpaired samples the same verdict.
            Assert.Equal(Run.Samples(baseline, canary).Verdict, Run.Samples([.. baseline.Order()], [.. canary.Order()]).Verdict);
            Assert.Equal(judgement.Metrics[0].Effect is { Failed: true } ? Verdict.Fail : judgement.Verdict, judgement.Verdict);
        },
        iter: 20);

    private static Anomaly CourseOf(Func<int, double> level) =>
        Run.Points(Baseline, new Draw(3).Latencies(60, level)).Metrics[0].Anomalies.Single(a => a.Kind == AnomalyKind.Course);

    private static DateTimeOffset Times(int minute) => DateTimeOffset.UnixEpoch.AddTicks((Run.Noon + (minute * Run.Minute)) / 100);
}
