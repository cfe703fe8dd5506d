using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.Judging.Tests.Kayenta;

public sealed class KayentaScoreTests
{
    private static readonly Dictionary<string, double> NoWeights = [];

    [Fact]
    public void A_group_scores_the_share_of_its_metrics_that_pass()
    {
        var score = KayentaScore.Of([Metric(KayentaClass.Pass, "a"), Metric(KayentaClass.High, "a"), Metric(KayentaClass.NodataFailMetric, "a")], NoWeights);

        Assert.Equal(100.0 / 3, score.Groups[0].Score, 12);
        Assert.Equal(33.33, score.Value);
    }

    [Fact]
    public void Error_and_missing_data_count_in_no_group()
    {
        var score = KayentaScore.Of([Metric(KayentaClass.Pass, "a"), Metric(KayentaClass.Pass, "a"), Metric(KayentaClass.Error, "a"), Metric(KayentaClass.Nodata, "b")], NoWeights);

        Assert.Equal([100, 0], score.Groups.Select(g => g.Score));
        Assert.False(score.Groups[1].HasData);
        Assert.Equal(100, score.Value);
    }

    [Fact]
    public void Groups_without_a_weight_share_what_is_left() =>
        Assert.Equal(70, KayentaScore.Of(
            [Metric(KayentaClass.High, "a"), Metric(KayentaClass.Pass, "b"), Metric(KayentaClass.Pass, "c")],
            new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = 30 }).Value);

    [Fact]
    public void The_weight_of_a_group_without_metrics_is_lost() =>
        Assert.Equal(60, KayentaScore.Of([Metric(KayentaClass.Pass, "a")], new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = 60, ["gone"] = 40 }).Value);

    [Fact]
    public void A_critical_metric_that_differs_makes_the_score_zero()
    {
        var score = KayentaScore.Of([Metric(KayentaClass.Pass, "a"), (["a"], new(KayentaClass.High, "why", 2, Critical: true))], NoWeights);

        Assert.Equal(0, score.Value);
        Assert.Equal("Canary Failed: why", score.Reason);
        Assert.Equal(50, score.Groups[0].Score);
    }

    [Fact]
    public void Half_of_the_metrics_without_data_make_the_score_zero()
    {
        var score = KayentaScore.Of([Metric(KayentaClass.Pass, "a"), Metric(KayentaClass.Nodata, "a")], NoWeights);

        Assert.Equal(0, score.Value);
        Assert.Equal("Canary Failed: 50% or more metrics returned NODATA", score.Reason);
    }

    [Fact]
    public void No_metrics_score_zero_without_a_reason()
    {
        var score = KayentaScore.Of([], NoWeights);

        Assert.Equal(0, score.Value);
        Assert.Equal("", score.Reason);
    }

    [Fact]
    public void Halves_are_rounded_away_from_zero_by_their_decimal_text()
    {
        // 1.005 is a little less in binary: 1.00 if rounded there.
        Assert.Equal(1.01, KayentaScore.Of([Metric(KayentaClass.Pass, "a")], new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = 1.005 }).Value);
    }

    private static (IReadOnlyList<string> Groups, KayentaFinding Finding) Metric(KayentaClass of, string group) =>
        ([group], new(of, null, 1, Critical: false));
}
