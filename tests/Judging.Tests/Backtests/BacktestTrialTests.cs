using CanaryJudge.Judging.Backtests;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Tests.Anomalies;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Tests.Backtests;

public sealed class BacktestTrialTests
{
    [Fact]
    public void Precision_recall_and_their_mean_are_those_of_the_counts()
    {
        var counts = Detections.Together(new("r", 3, 4, 1, 10), new("r", 0, 4, 0, 10));

        Assert.Equal((0.75, 0.375, 0.5), (counts.Precision, counts.Recall, counts.F1));
        Assert.Equal((null, 0.0, null), (new Detections("r", 0, 4, 0, 10).Precision, new Detections("r", 0, 4, 0, 10).Recall, new Detections("r", 0, 4, 0, 10).F1));
        Assert.Null(new Detections("r", 0, 0, 0, 10).Recall);
    }

    [Fact]
    public void Three_sigma_alarms_on_one_far_value_in_the_direction_of_harm()
    {
        var baseline = new Draw(1).Latencies(60);

        Assert.False(Alarms(new Draw(2).Latencies(5), Direction.Increase));
        Assert.True(Alarms([100, 900], Direction.Increase));
        Assert.False(Alarms([100, 900], Direction.Decrease));
        Assert.True(Alarms([100, 1], Direction.Either));

        bool Alarms(double[] canary, Direction direction) => ThreeSigma.Alarms(Pair(baseline, canary), "m", direction);
    }

    [Fact]
    public void Events_of_a_series_are_found_once_at_one_price()
    {
        var draw = new Draw(3);
        double[] values = draw.Latencies(1_000);
        var odd = new bool[1_000];
        foreach (var i in Enumerable.Range(500, 10).Concat(Enumerable.Range(800, 10)))
        {
            (values[i], odd[i]) = (900, true);
        }

        var rules = SeriesTrial.Of(new("s", values, odd));

        Assert.Equal(SeriesTrial.Rules, rules.Select(r => r.Rule));
        Assert.All(rules, r => Assert.Equal((2, 2), (r.Found, r.Faults)));
        Assert.All(rules, r => Assert.InRange(r.Alarms, 0, 0.005 * r.Healthy));
        Assert.All(SeriesTrial.Of(new("short", [1, 2, 3], new bool[3])), r => Assert.Equal(0, r.Faults + r.Healthy));
    }

    [Fact]
    public void Courses_of_a_plain_fault_get_their_names_and_their_place()
    {
        var draw = new Draw(4);

        var named = CourseTrial.Of(Pair(draw.Latencies(150), draw.Latencies(40, _ => 300)), "m", Direction.Increase, isFault: true);

        Assert.Equal([CourseName.Throughout, CourseName.Onset, CourseName.Healed, CourseName.Transient], named.Select(n => n.Truth));
        Assert.All(named, n => Assert.Equal(n.Truth, n.Name));
        Assert.InRange(Assert.Single(named.Select(n => n.Missed).OfType<int>()), 0, 1);
        Assert.Equal(CourseName.Steady, Assert.Single(CourseTrial.Of(Pair(draw.Latencies(150), [1]), "m", Direction.Increase, isFault: false)).Name);
        Assert.Empty(CourseTrial.Of(Pair(draw.Latencies(50), draw.Latencies(50)), "m", Direction.Increase, isFault: true));
    }

    [Fact]
    public void A_table_is_tried_by_every_rule_on_its_faults_and_its_quiet_time()
    {
        var draw = new Draw(5);
        double[][] rows = [.. Enumerable.Range(0, 400).Select(i =>
        {
            var x = draw.Normal();
            return new[] { 100 + x, 100 + (i is >= 95 and < 98 ? -40 * x : x) + (0.01 * draw.Normal()), draw.Normal() };
        })];
        int[] labels = [.. Enumerable.Range(0, 400).Select(i => i is >= 95 and < 98 ? 1 : 0)];
        var table = new LabelledTable("t", ["a", "b", "c"], Run.Minutes(400), rows, labels, Run.Minutes(400)[100]);
        var detectors = new Catalog<IAnomalyDetector>(new JointDistance(), new Pca());

        var rules = TableTrial.Of(table, detectors, TestContext.Current.CancellationToken);

        Assert.Equal(["judge, joint: off", "judge, joint: guard", "judge, joint: guard, pca", "kayenta", "3 sigma"], rules.Select(r => r.Rule));
        Assert.All(rules, r => Assert.Equal((1, 7), (r.Faults, r.Healthy)));
        Assert.Equal((0, 1), (rules[0].Found, rules[1].Found));
    }

    private static Snapshot Pair(double[] baseline, double[] canary) => new([
        new("m", Arm.Baseline, Series.NoLabels, new SeriesData.Samples([], baseline, [])), new("m", Arm.Canary, Series.NoLabels, new SeriesData.Samples([], canary, []))]);

    /// <summary>Stands for the detector of the other room.</summary>
    private sealed class Pca : IAnomalyDetector
    {
        public string Name => "pca";

        public IAnomalyModel? Fit(IReadOnlyList<double[]> rows, CancellationToken cancellation) => new JointDistance().Fit(rows, cancellation);
    }
}
