using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kayenta;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Kayenta;

/// <summary>A policy that asks for Kayenta's rules: what becomes of its words and of the series.</summary>
public sealed class KayentaModeTests
{
    private static readonly double[] Low = [100, 101, 99, 102, 98, 103, 97, 104], High = [120, 119, 122, 121, 118, 123, 117, 124];

    private static readonly ScoreRule Usual = new(95, 75);

    [Fact]
    public void High_fails_a_metric_and_is_said_in_kayentas_words_beside_ours()
    {
        var judgement = Judge([new("latency_ms", Low, High)], m => m);

        var metric = Assert.Single(judgement.Metrics);
        Assert.Equal((Verdict.Fail, ReasonCode.KayentaClassified), (metric.Verdict, metric.ReasonCode));
        Assert.Equal(new("High", "latency_ms was classified as High") { Ratio = 964 / 804.0 }, metric.Kayenta);
        Assert.Equal("Kayenta says High: latency_ms was classified as High. Mean 101 → 121 ms, ratio 1.20.", metric.Reason);
        Assert.Equal((Verdict.Fail, ReasonCode.ScoreBelowPass, 0.0), (judgement.Verdict, judgement.ReasonCode, judgement.Score));
        Assert.Equal(new("Fail", "") { Score = 0 }, judgement.Kayenta);
        Assert.Equal("Kayenta says Fail: score 0; 95 passes, 75 is marginal. High: latency_ms.", judgement.Reason);
        Assert.Equal(["latency_ms"], judgement.DecidedBy);
    }

    [Theory]
    [InlineData(50, 0, Verdict.Pass, "Pass")]
    [InlineData(50.5, 50, Verdict.Inconclusive, "Marginal")]
    [InlineData(95, 75, Verdict.Fail, "Fail")]
    public void The_thresholds_make_the_verdict(double pass, double marginal, Verdict verdict, string said)
    {
        var judgement = Judge([new("a", Low, High), new("b", Low, Low)], m => m, new(pass, marginal));

        Assert.Equal((verdict, said, 50.0), (judgement.Verdict, judgement.Kayenta!.Classification, judgement.Score));
    }

    [Fact]
    public void Every_judgement_says_by_whose_rules_and_promises_no_error_rate()
    {
        var judgement = Judge([new("a", Low, Low), new("b", Low, Low)], m => m);

        Assert.Contains(judgement.Warnings, w => w.Code == WarningCode.KayentaRules && w.Message.Contains("2 metrics", StringComparison.Ordinal));
        Assert.Equal((0.0, 0.0), (judgement.Alpha, judgement.Beta));
    }

    [Fact]
    public void A_critical_metric_fails_whatever_the_score()
    {
        var judgement = Judge([new("a", Low, High), new("b", Low, Low)], m => m with { Critical = m.Name == "a" }, new(10, 5));

        Assert.Equal((Verdict.Fail, ReasonCode.CriticalMetricFailed), (judgement.Verdict, judgement.ReasonCode));
        Assert.Equal("Canary Failed: The metric a was classified as High (Critical)", judgement.Kayenta!.ClassificationReason);
        Assert.Equal(["a"], judgement.DecidedBy);
    }

    [Fact]
    public void A_muted_metric_is_shown_and_counts_nowhere()
    {
        var judgement = Judge([new("a", Low, High), new("b", Low, Low)], m => m with { Muted = m.Name == "a" });

        Assert.Equal((Verdict.Pass, 100.0), (judgement.Verdict, judgement.Score));
        Assert.Equal("High", judgement.Metrics.Single(m => m.Muted).Kayenta!.Classification);
    }

    [Fact]
    public void Weights_of_metrics_are_weights_of_their_groups()
    {
        // Group one weighs 2 of 5, of which one half passes; b weighs 3 of 5 and passes.
        var judgement = Judge([new("a", Low, High), new("b", Low, Low), new("c", Low, Low)], m => m with { Weight = m.Name == "b" ? 3 : 1, Group = m.Name == "b" ? "" : "one" });

        Assert.Equal(80, judgement.Score);
        Assert.Equal([("b", 100.0), ("one", 50.0)], judgement.Groups.Select(g => (g.Name, g.Kayenta!.Score!.Value)));
        Assert.Equal(["a", "c"], judgement.Groups[1].Metrics);
    }

    [Theory]
    [InlineData(null, Verdict.Fail)]
    [InlineData(Direction.Increase, Verdict.Fail)]
    [InlineData(Direction.Decrease, Verdict.Pass)]
    [InlineData(Direction.Either, Verdict.Fail)]
    public void The_direction_of_harm_is_kayentas_direction(Direction? direction, Verdict verdict) =>
        Assert.Equal(verdict, Judge([new("a", Low, High)], m => m with { Direction = direction }).Verdict);

    [Theory]
    [InlineData(0.19, Verdict.Fail)]
    [InlineData(0.21, Verdict.Pass)]
    public void A_relative_tolerance_is_the_allowed_increase(double tolerance, Verdict verdict) =>
        Assert.Equal(verdict, Judge([new("a", Low, High)], m => m with { Tolerance = new(tolerance, null) }).Verdict);

    [Theory]
    [InlineData(Missing.Inconclusive, "Nodata", Verdict.Inconclusive, ReasonCode.OneArmEmpty)]
    [InlineData(Missing.Pass, "Nodata", Verdict.Inconclusive, ReasonCode.OneArmEmpty)]
    [InlineData(Missing.Fail, "NodataFailMetric", Verdict.Fail, ReasonCode.MissingByPolicy)]
    [InlineData(Missing.Zero, "Pass", Verdict.Pass, ReasonCode.KayentaClassified)]
    public void An_empty_arm_is_what_kayenta_makes_of_it(Missing missing, string said, Verdict verdict, ReasonCode code)
    {
        var metric = Judge([new("a", Low, [])], m => m with { Missing = missing }).Metrics[0];

        Assert.Equal((said, verdict, code), (metric.Kayenta!.Classification, metric.Verdict, metric.ReasonCode));
    }

    [Fact]
    public void Missing_data_of_a_critical_metric_fails_it()
    {
        var judgement = Judge([new("a", Low, []), new("b", Low, Low), new("c", Low, Low)], m => m with { Critical = m.Name == "a" });

        Assert.Equal((Verdict.Fail, Verdict.Fail), (judgement.Verdict, judgement.Metrics.Single(m => m.Name == "a").Verdict));
    }

    [Fact]
    public void A_test_that_cannot_be_made_is_inconclusive_and_named_as_a_flaw()
    {
        var metric = Judge([new("a", [1], [2])], m => m).Metrics[0];

        Assert.Equal((Verdict.Inconclusive, "Error"), (metric.Verdict, metric.Kayenta!.Classification));
        Assert.Contains(metric.Warnings, w => w.Code == WarningCode.KayentaRules);
    }

    [Fact]
    public void A_metric_that_the_data_lack_is_nodata_and_one_that_the_policy_lacks_is_not_judged()
    {
        var judgement = Decide(new() { Compatibility = Compatibility.Kayenta, Metrics = [new() { Name = "gone" }] }, Series("here", Low, Low));

        Assert.Equal("Nodata", Assert.Single(judgement.Metrics).Kayenta!.Classification);
        Assert.Contains(judgement.Warnings, w => w.Code == WarningCode.MetricNotInPolicy);
    }

    [Fact]
    public void Without_any_metric_there_is_nothing_to_judge()
    {
        var judgement = Decide(new() { Compatibility = Compatibility.Kayenta });

        Assert.Equal((Verdict.Inconclusive, ReasonCode.NoData), (judgement.Verdict, judgement.ReasonCode));
    }

    [Fact]
    public void Ratios_and_counts_are_shares_of_each_interval_and_nothing_where_there_is_no_total()
    {
        long[] times = Run.Minutes(3);
        var ratio = Decide(Policy("r"), [new("r", Arm.Baseline, Model.Series.NoLabels, new SeriesData.Ratios(times, [1, 2, 0], [10, 10, 0])), new("r", Arm.Canary, Model.Series.NoLabels, new SeriesData.Ratios(times, [1, 2, 3], [10, 10, 10]))]);
        var count = Decide(Policy("c"), [new("c", Arm.Baseline, Model.Series.NoLabels, new SeriesData.Counts(times, [1, 2, 3], [2, 2, 0])), new("c", Arm.Canary, Model.Series.NoLabels, new SeriesData.Counts(times, [1, 2, 3], [1, 1, 1]))]);

        Assert.Equal((2.0, 0.15, 3.0, 0.2), (ratio.Metrics[0].Baseline!.Count, Math.Round(ratio.Metrics[0].Baseline!.Mean!.Value, 12), ratio.Metrics[0].Canary!.Count, Math.Round(ratio.Metrics[0].Canary!.Mean!.Value, 12)));
        Assert.Equal((2.0, 0.75, 2.0), (count.Metrics[0].Baseline!.Count, count.Metrics[0].Baseline!.Mean!.Value, count.Metrics[0].Canary!.Mean!.Value));
    }

    [Fact]
    public void A_histogram_is_the_quantile_of_each_interval_that_its_measure_names_else_the_median()
    {
        // 10 values up to 1, 10 up to 2: the median is 1, the 0.75 quantile 1.5.
        var data = new SeriesData.Histograms(Run.Minutes(2), [1, 2], [[10, 10], [0, 0]]);
        Series[] series = [new("h", Arm.Baseline, Model.Series.NoLabels, data), new("h", Arm.Canary, Model.Series.NoLabels, data)];

        Assert.Equal(1.0, Decide(Policy("h"), series).Metrics[0].Baseline!.Mean);
        Assert.Equal(1.5, Decide(Policy("h", m => m with { Measure = new Measure.Quantile(0.75) }), series).Metrics[0].Baseline!.Mean);
        Assert.Equal(1.0, Decide(Policy("h"), series).Metrics[0].Baseline!.Count);
    }

    [Fact]
    public void Where_missing_is_zero_an_interval_of_the_other_arm_alone_is_a_zero()
    {
        Series[] series =
        [
            new("a", Arm.Baseline, Model.Series.NoLabels, new SeriesData.Points(null, Run.Minutes(4), [10, 10, 10, 10])),
            new("a", Arm.Canary, Model.Series.NoLabels, new SeriesData.Points(null, Run.Minutes(2), [10, 10])),
        ];

        var metric = Decide(Policy("a", m => m with { Missing = Missing.Zero }), series).Metrics[0];

        Assert.Equal((4.0, 5.0), (metric.Canary!.Count, metric.Canary.Mean!.Value));
        Assert.Equal(2.0, Decide(Policy("a"), series).Metrics[0].Canary!.Count);
    }

    [Fact]
    public void The_warm_up_is_left_out_and_equal_rows_of_one_time_count_once()
    {
        long[] times = [.. Run.Minutes(3), Run.Minutes(3)[2]];
        Series[] series = [new("a", Arm.Baseline, Model.Series.NoLabels, new SeriesData.Points(null, times, [99, 10, 20, 20])), new("a", Arm.Canary, Model.Series.NoLabels, new SeriesData.Points(null, times, [99, 10, 20, 20]))];

        var metric = Decide(Policy("a", m => m with { Warmup = TimeSpan.FromMinutes(1) }), series).Metrics[0];

        Assert.Equal((2.0, 15.0), (metric.Baseline!.Count, metric.Baseline.Mean!.Value));
    }

    [Fact]
    public void Each_set_of_labels_is_a_pair_of_its_own_but_a_label_of_an_arm_is_none()
    {
        Series[] series =
        [
            Labelled(Arm.Baseline, Low, "eu", "v1"), Labelled(Arm.Baseline, Low, "us", "v1"),
            Labelled(Arm.Canary, High, "eu", "v2"), Labelled(Arm.Canary, Low, "us", "v2"),
        ];

        var judgement = Decide(Policy("a"), series);

        Assert.Equal([("a{region=eu}", "High"), ("a{region=us}", "Pass")], judgement.Metrics.Select(m => (m.Name, m.Kayenta!.Classification)));
        Assert.Equal(50, judgement.Score);
        Assert.Equal("a", Assert.Single(Decide(Policy("a"), [series[0], series[2]]).Metrics).Name);

        static Series Labelled(Arm arm, double[] values, string region, string version) =>
            new("a", arm, new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = region, ["version"] = version }, new SeriesData.Samples([], values, []));
    }

    [Fact]
    public void A_canary_config_is_judged_as_it_stands()
    {
        var config = new KayentaConfig([new("a") { Groups = ["x", "y"], Direction = Direction.Either }, new("b") { Groups = ["y"] }], new Dictionary<string, double>(StringComparer.Ordinal) { ["x"] = 90 });

        var judgement = Decide(new() { Compatibility = Compatibility.Kayenta, CanaryConfig = config, Metrics = [new() { Name = "a" }, new() { Name = "b" }] }, [.. Series("a", High, Low), .. Series("b", Low, Low)]);

        // x: 0 of 1 at 90%; y: 1 of 2 at the 10% that are left.
        Assert.Equal(5, judgement.Score);
        Assert.Equal("Low", judgement.Metrics.Single(m => m.Name == "a").Kayenta!.Classification);
    }

    [Fact]
    public void The_mode_says_what_the_judge_of_requests_says_of_the_same_lists() =>
        Gen.Select(Gen.Int[0, 9].Select(i => (double)i).Array[0, 12], Gen.Double[0, 9].Array[0, 12], Gen.Enum<Direction>(), Gen.Bool).ForAll((b, c, direction, critical) =>
        {
            var metric = new KayentaMetric("m") { Groups = ["m"], Direction = direction, Critical = critical };
            var asked = KayentaJudge.Decide(new(new([metric], new Dictionary<string, double>(StringComparer.Ordinal)), 95, 75, [new("m", null, null, b, c)]));

            var judgement = Judge([new("m", b, c)], m => m with { Direction = direction, Critical = critical });

            Assert.Equal((asked.Class.ToString(), asked.Score.Reason, asked.Score.Value), (judgement.Kayenta!.Classification, judgement.Kayenta.ClassificationReason, judgement.Score));
            Assert.Equal((asked.Metrics[0].Finding.Class.ToString(), asked.Metrics[0].Finding.Interval?.Estimate), (judgement.Metrics[0].Kayenta!.Classification, judgement.Metrics[0].Effect?.Estimate));
        });

    [Fact]
    public void The_order_of_series_and_rows_changes_nothing() =>
        Gen.Select(Gen.Int[1, 9].Select(i => (double)i).Array[2, 12], Gen.Int[1, 9].Select(i => (double)i).Array[2, 12]).ForAll((b, c) =>
        {
            var there = Decide(Policy("m"), [Points(Arm.Baseline, b), Points(Arm.Canary, c)]);
            var back = Decide(Policy("m"), [Backwards(Points(Arm.Canary, c)), Backwards(Points(Arm.Baseline, b))]);

            Assert.Equal((there.Reason, there.Score, there.Metrics[0].Reason), (back.Reason, back.Score, back.Metrics[0].Reason));

            static Series Points(Arm arm, double[] values) => new("m", arm, Model.Series.NoLabels, new SeriesData.Points(null, Run.Minutes(values.Length), values));
            static Series Backwards(Series series) => series.Data is SeriesData.Points p ? series with { Data = new SeriesData.Points(null, [.. p.At.Reverse()], [.. p.Values.Reverse()]) } : series;
        });

    public static TheoryData<string> Formats => [.. ReportFormats.All.Names];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_report_shows_kayentas_words(string format)
    {
        var judgement = Judge([new("latency_ms", Low, High), new("errors", Low, [])], m => m);
        Assert.True(ReportFormats.All.TryFind(format, out var report));

        var text = report.Render(judgement, new());

        Assert.Contains("Kayenta says Fail", text, StringComparison.Ordinal);
        Assert.Contains("High", text, StringComparison.Ordinal);
        Assert.Contains("Missing data for errors", text, StringComparison.Ordinal);
        Assert.Contains("Kayenta's rules", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_explanation_says_what_kayenta_will_be_told()
    {
        var policy = Policy("latency_ms", m => m with { Critical = true, Tolerance = new(0.1, null), Missing = Missing.Zero, Group = "times" });

        var text = PolicyExplanation.Render(policy, new());

        Assert.Contains("PASS from a score of 95, INCONCLUSIVE from 75", text, StringComparison.Ordinal);
        Assert.Contains("latency_ms !  rises          ratio >= 1.10  times", text, StringComparison.Ordinal);
        Assert.Contains("NaN becomes 0: latency_ms.", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), l => Assert.True(l.Length <= 80, l));
    }

    private static Judgement Judge((string Name, double[] Baseline, double[] Canary)[] metrics, Func<MetricPolicy, MetricPolicy> change, ScoreRule? score = null) => Decide(
        new() { Compatibility = Compatibility.Kayenta, Score = score ?? Usual, Metrics = [.. metrics.Select(m => change(new() { Name = m.Name }))] },
        [.. metrics.SelectMany(m => Series(m.Name, m.Baseline, m.Canary))]);

    private static Policy Policy(string name, Func<MetricPolicy, MetricPolicy>? change = null)
    {
        var metric = new MetricPolicy { Name = name };
        return new() { Compatibility = Compatibility.Kayenta, Metrics = [change?.Invoke(metric) ?? metric] };
    }

    private static Judgement Decide(Policy policy, params Series[] series) => Judging.Judge.Decide(policy, new(series), 0, TestContext.Current.CancellationToken);

    private static Series[] Series(string name, double[] baseline, double[] canary) =>
    [
        new(name, Arm.Baseline, Model.Series.NoLabels, new SeriesData.Samples([], baseline, [])),
        new(name, Arm.Canary, Model.Series.NoLabels, new SeriesData.Samples([], canary, [])),
    ];
}
