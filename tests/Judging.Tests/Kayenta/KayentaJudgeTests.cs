using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.Judging.Tests.Kayenta;

public sealed class KayentaJudgeTests
{
    private static readonly double[] Low = [100, 101, 99, 102, 98], High = [120, 119, 122, 121, 118];

    [Fact]
    public void A_critical_difference_fails_the_judgement() =>
        Assert.Equal(KayentaScoreClass.Fail, Judge(new("latency") { Groups = ["g"], Critical = true }, Low, High, pass: 95).Class);

    [Fact]
    public void A_pass_threshold_of_zero_passes_even_then() =>
        Assert.Equal(KayentaScoreClass.Pass, Judge(new("latency") { Groups = ["g"], Critical = true }, Low, High, pass: 0).Class);

    [Fact]
    public void A_muted_metric_is_shown_and_counts_nowhere()
    {
        var judgement = Judge(new("latency") { Groups = null, Muted = true }, Low, High, pass: 95);

        Assert.Equal(KayentaClass.High, judgement.Metrics[0].Finding.Class);
        Assert.Empty(judgement.Score.Groups);
    }

    [Fact]
    public void One_point_against_one_point_is_an_error_that_is_named()
    {
        var finding = Judge(new("latency") { Groups = ["g"] }, [1], [2], pass: 95).Metrics[0].Finding;

        Assert.Equal(KayentaClass.Error, finding.Class);
        Assert.Equal([KayentaFlaw.ErrorNotCounted, KayentaFlaw.RandomNoise], finding.Warnings.Select(w => w.Code));
    }

    [Fact]
    public void A_clear_difference_carries_no_warning() =>
        Assert.Empty(Judge(new("latency") { Groups = ["g"] }, Low, High, pass: 95).Metrics[0].Finding.Warnings);

    [Fact]
    public void A_shift_below_the_root_finders_tolerance_is_not_seen_and_that_is_named()
    {
        // Twice 60 values that overlap, a third higher: clear in any unit, but in one the range is below 1e-4.
        double[] baseline = [.. Enumerable.Range(0, 60).Select(i => 100 + (i * 37 % 60))], canary = [.. baseline.Select(v => v + 20)];
        double[] tiny = [.. baseline.Select(v => v * 1e-7)], tinyCanary = [.. canary.Select(v => v * 1e-7)];

        var seen = Judge(new("share") { Groups = ["g"] }, baseline, canary, pass: 95).Metrics[0].Finding;
        var unseen = Judge(new("share") { Groups = ["g"] }, tiny, tinyCanary, pass: 95).Metrics[0].Finding;

        Assert.Equal(KayentaClass.High, seen.Class);
        Assert.Equal(KayentaClass.Pass, unseen.Class);
        Assert.Equal([KayentaFlaw.RootTolerance], unseen.Warnings.Select(w => w.Code));
    }

    [Fact]
    public void A_pair_without_a_metric_is_a_problem()
    {
        var request = new KayentaRequest(new([], new Dictionary<string, double>(StringComparer.Ordinal)), 95, 50, [new("latency", null, null, Low, High)]);

        Assert.Equal("Could not find metric config for latency.", Assert.Single(request.Problems()).Message);
        Assert.Throws<ArgumentException>(() => KayentaJudge.Decide(request));
    }

    [Fact]
    public void An_outlier_factor_of_zero_is_a_problem_only_where_outliers_are_dropped()
    {
        Assert.Single(Request(new("latency") { RemovesOutliers = true, OutlierFactor = 0 }, Low, High, 95).Problems());
        Assert.Empty(Request(new("latency") { OutlierFactor = 0 }, Low, High, 95).Problems());
    }

    [Fact]
    public void Fifty_thousand_points_an_arm_are_judged()
    {
        double[] baseline = [.. Enumerable.Range(0, 50_000).Select(i => i * 0.37 % 100)], canary = [.. baseline.Select(v => v + 10)];

        var finding = Judge(new("latency") { Groups = ["g"] }, baseline, canary, pass: 95).Metrics[0].Finding;

        Assert.Equal(KayentaClass.High, finding.Class);
        Assert.Equal(10, finding.Interval!.Value.Estimate, 0.5);
    }

    private static KayentaJudgement Judge(KayentaMetric metric, double[] baseline, double[] canary, double pass) =>
        KayentaJudge.Decide(Request(metric, baseline, canary, pass));

    private static KayentaRequest Request(KayentaMetric metric, double[] baseline, double[] canary, double pass) =>
        new(new([metric], new Dictionary<string, double>(StringComparer.Ordinal)), pass, 50, [new(metric.Name, "p1", null, baseline, canary)]);
}
