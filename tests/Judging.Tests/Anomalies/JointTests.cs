using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Tests.Anomalies;

/// <summary>All metrics together.</summary>
public sealed class JointTests
{
    [Fact]
    public void A_broken_relation_is_a_warning_by_default()
    {
        var judgement = Judged(new(), broken: true);

        Assert.Equal((true, false, 60, 30), (judgement.Joint!.Found, judgement.Joint.Guard, judgement.Joint.TrainRows, judgement.Joint.CalibrationRows));
        Assert.Equal(["cpu", "queue"], judgement.Joint.Contributions.Take(2).Select(c => c.Metric).Order());
        Assert.Contains(judgement.Warnings, w => w.Code == WarningCode.JointAnomaly);
        Assert.Equal(Verdict.Pass, judgement.Verdict);
    }

    [Fact]
    public void As_a_guard_it_fails_the_release_at_its_own_share()
    {
        var judgement = Judged(new() { Joint = new(JointMode.Guard) }, broken: true);

        Assert.Equal((Verdict.Fail, ReasonCode.JointAnomaly, judgement.Joint!.Text), (judgement.Verdict, judgement.ReasonCode, judgement.Reason));
        Assert.InRange(judgement.Joint.Alpha!.Value, 0.05 / 4, 0.05);
        Assert.All(judgement.Metrics, m => Assert.Equal(Verdict.Pass, m.Verdict));
    }

    [Fact]
    public void The_guard_takes_its_share_from_the_metrics()
    {
        double Least(Judgement judgement) => judgement.Metrics.Min(m => m.Effect!.Alpha!.Value);
        var guarded = Judged(new() { Joint = new(JointMode.Guard) }, broken: false);

        // Holm: whatever is likeliest to be real is held against the smallest level.
        Assert.Equal(0.05 / 3, Least(Judged(new(), broken: false)), 1e-12);
        Assert.Equal(0.05 / 4, Math.Min(guarded.Joint!.Alpha!.Value, Least(guarded)), 1e-12);
    }

    [Fact]
    public void Ordinary_rows_are_told_in_numbers_only()
    {
        var judgement = Judged(new(), broken: false);

        Assert.False(judgement.Joint!.Found);
        Assert.NotNull(judgement.Joint.PValue);
        Assert.Empty(judgement.Joint.Text + string.Concat(judgement.Joint.Contributions));
        Assert.DoesNotContain(judgement.Warnings, w => w.Code == WarningCode.JointAnomaly);
    }

    [Fact]
    public void What_a_failing_metric_says_already_is_no_second_warning()
    {
        Series[] series = [.. Three(broken: false, baseline: 90).Select(s => s is { Metric: "memory", Arm: Arm.Canary, Data: SeriesData.Points p } ? Points("memory", Arm.Canary, [.. p.Values.Select(v => 3 * v)]) : s)];

        var judgement = Decide(new(), series);

        Assert.Equal((Verdict.Fail, true, "memory"), (judgement.Verdict, judgement.Joint!.Found, judgement.Joint.Contributions[0].Metric));
        Assert.DoesNotContain(judgement.Warnings, w => w.Code == WarningCode.JointAnomaly);
    }

    [Fact]
    public void Off_is_off() => Assert.Null(Judged(new() { Joint = new(JointMode.Off) }, broken: true).Joint);

    [Fact]
    public void A_single_metric_and_raw_observations_have_nothing_joint()
    {
        Assert.Null(Run.Points([1, 2, 3], [1, 2, 3]).Joint);
        Assert.Null(Run.Samples([1, 2, 3], [1, 2, 3]).Joint);
    }

    [Fact]
    public void A_guard_without_enough_rows_says_so()
    {
        var judgement = Judged(new() { Joint = new(JointMode.Guard) }, broken: true, baseline: 20);

        Assert.Equal("20 baseline and 30 canary intervals have a value of all metrics; 30 and 1 are needed.", judgement.Joint!.Skipped);
        Assert.Contains(judgement.Warnings, w => w.Code == WarningCode.JointAnomaly && w.Message.Contains("could not look", StringComparison.Ordinal));
        Assert.NotEqual(Verdict.Fail, judgement.Verdict);
    }

    [Fact]
    public void Constant_metrics_are_skipped()
    {
        Series[] series = [.. new[] { "a", "b" }.SelectMany(name => new[] { Arm.Baseline, Arm.Canary }.Select(arm => Points(name, arm, [.. Enumerable.Repeat(3.0, 60)])))];

        Assert.Equal("All metrics of the baseline are constant.", Decide(new() { Joint = new(JointMode.Guard) }, series).Joint!.Skipped);
        Assert.Null(Decide(new(), series).Joint);
    }

    [Fact]
    public void Intervals_in_which_a_metric_has_no_value_are_dropped_and_counted()
    {
        var series = Three(broken: false, baseline: 90).ToArray();
        var points = (SeriesData.Points)series[0].Data;
        series[0] = series[0] with { Data = new SeriesData.Points(null, points.At, [.. points.Values.Select((v, i) => i % 10 == 3 ? double.NaN : v)]) };

        var joint = Decide(new(), series).Joint!;

        Assert.Equal((9, 81), (joint.DroppedRows, joint.TrainRows + joint.CalibrationRows));
    }

    [Fact]
    public void A_histogram_takes_part_by_its_median_and_its_tail()
    {
        var draw = new Draw(4);
        SeriesData Histogram(int count, double slow) => new SeriesData.Histograms(
            Run.Minutes(count), [10, 20, 40, 80, 160], [.. Enumerable.Range(0, count).Select(_ => (double[])[5, 60 + Math.Floor(20 * draw.Uniform()), 20 + Math.Floor(9 * draw.Uniform()), Math.Floor(3 * draw.Uniform()), slow])]);

        var joint = Decide(new(), [new("latency", Arm.Baseline, Series.NoLabels, Histogram(90, 0)), new("latency", Arm.Canary, Series.NoLabels, Histogram(30, 9))]).Joint!;

        Assert.True(joint.Found);
        Assert.Equal("latency p99", joint.Contributions[0].Metric);
    }

    [Fact]
    public void The_order_of_series_changes_nothing()
    {
        Series[] series = [.. Three(broken: true, baseline: 90)];

        Assert.Equal(Decide(new(), series).Joint!.PValue, Decide(new(), [.. series.Reverse()]).Joint!.PValue);
    }

    [Fact]
    public void An_unknown_detector_is_the_caller_s_mistake() =>
        Assert.Contains("Known: distance.", Assert.Throws<ArgumentException>(() => Judged(new() { Joint = new(JointMode.Warn, "forest") }, broken: false)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_detector_of_another_room_is_used_by_its_name()
    {
        var judgement = Judge.Decide(new() { Joint = new(JointMode.Guard, "odd-one") }, new([.. Three(broken: false, baseline: 90)]), 0, new Catalog<IAnomalyDetector>(new OddOne()), TestContext.Current.CancellationToken);

        Assert.Equal(("odd-one", Verdict.Fail), (judgement.Joint!.Method, judgement.Verdict));
    }

    private static Judgement Judged(Policy policy, bool broken, int baseline = 90) => Decide(policy, [.. Three(broken, baseline)]);

    private static Judgement Decide(Policy policy, Series[] series) => Judge.Decide(policy, new(series), 0, TestContext.Current.CancellationToken);

    /// <summary>The queue follows the processor, or moves alone with the same spread; memory is by itself.</summary>
    private static IEnumerable<Series> Three(bool broken, int baseline)
    {
        var draw = new Draw(1);
        foreach (var (arm, count) in new[] { (Arm.Baseline, baseline), (Arm.Canary, 30) })
        {
            double[] cpu = draw.Latencies(count), alone = draw.Latencies(count);
            yield return Points("cpu", arm, cpu);
            yield return Points("queue", arm, broken && arm == Arm.Canary ? alone : [.. cpu.Select(x => x * Math.Exp(0.01 * draw.Normal()))]);
            yield return Points("memory", arm, draw.Latencies(count));
        }
    }

    private static Series Points(string name, Arm arm, double[] values) => new(name, arm, Series.NoLabels, new SeriesData.Points(null, Run.Minutes(values.Length), values));

    /// <summary>Finds every canary row stranger than all before.</summary>
    private sealed class OddOne : IAnomalyDetector
    {
        public string Name => "odd-one";

        public IAnomalyModel Fit(IReadOnlyList<double[]> rows, CancellationToken cancellation) => new Counter();

        private sealed class Counter : IAnomalyModel
        {
            private int _calls;

            public double? Shrinkage => null;

            public double Score(ReadOnlySpan<double> row, Span<double> contributions)
            {
                contributions.Fill(1);
                return _calls++;
            }
        }
    }
}
