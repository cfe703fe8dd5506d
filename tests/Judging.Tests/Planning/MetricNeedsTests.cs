using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Statistics.Planning;
using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Judging.Tests.Planning;

public sealed class MetricNeedsTests
{
    [Fact]
    public void Needs_are_those_of_the_planning_formulas_at_the_metric_s_level()
    {
        var policy = new Policy { Metrics = [new() { Name = "errors", Kind = "ratio", Margin = new(null, 0.005), Tolerance = new(null, 0.001), Independent = true }] };

        var needs = new MetricNeeds(policy, policy.Metrics[0], new() { Rate = 0.01 }, looks: true);

        Assert.Equal(0.05 * HowLong.EventsToFail(0.01, 0.05, 1.5, 1.1, 0.05), needs.ToFail(0.05)!.Canary, 9);
        Assert.Equal(0.05 * HowLong.EventsToAccept(0.01, 0.05, new(0, 0.005), 0.05, poisson: false, Statistics.Sequential.HarmSide.Increase), needs.ToPass(0.05)!.Canary, 9);
    }

    [Fact]
    public void Bursts_cost_up_to_three_times_and_more_metrics_more_traffic()
    {
        var alone = new Policy { Metrics = [new() { Name = "errors", Kind = "ratio", Independent = true }] };
        var guarded = new Policy { Metrics = [new() { Name = "errors", Kind = "ratio" }] };
        var among = new Policy { Metrics = [alone.Metrics![0], new() { Name = "b" }, new() { Name = "c", Critical = true }] };

        double Fail(Policy policy) => new MetricNeeds(policy, policy.Metrics![0], new(), looks: true).ToFail(0.5)!.Canary;

        Assert.InRange(Fail(guarded) / Fail(alone), 1, 3);
        Assert.True(Fail(among) > Fail(alone));
    }

    [Theory]
    [InlineData("samples")]
    [InlineData("points")]
    public void A_wider_margin_needs_less_and_looking_often_more(string kind)
    {
        double Pass(double margin, bool looks)
        {
            var policy = new Policy { Metrics = [new() { Name = "m", Kind = kind, Margin = new(margin, null), Guards = [] }] };
            return new MetricNeeds(policy, policy.Metrics[0], Assumption.Typical(kind), looks).ToPass(0.5)!.Canary;
        }

        Assert.True(Pass(0.1, looks: true) > Pass(0.2, looks: true));
        Assert.True(Pass(0.1, looks: true) > Pass(0.1, looks: false));
    }

    [Fact]
    public void A_margin_in_the_metric_s_unit_needs_a_level()
    {
        var policy = new Policy { Metrics = [new() { Name = "m", Kind = "samples", Margin = new(null, 20), Tolerance = new(null, 5) }] };

        Assert.Null(new MetricNeeds(policy, policy.Metrics[0], new(), looks: true).ToPass(0.5));
        Assert.Equal(
            new MetricNeeds(policy, policy.Metrics[0] with { Margin = new(0.2, null) }, new(), looks: true).ToPass(0.5),
            new MetricNeeds(policy, policy.Metrics[0], new() { Level = 100 }, looks: true).ToPass(0.5));
    }

    [Fact]
    public void Noise_rates_and_traffic_are_learned_from_data()
    {
        const long minute = 60_000_000_000;
        long[] at = [.. Enumerable.Range(0, 61).Select(i => i * minute)];

        var errors = Learned.Of([new("errors", Arm.Baseline, Series.NoLabels, new SeriesData.Ratios(at, [.. at.Select(_ => 3.0)], [.. at.Select(_ => 200.0)]))])!;
        var latency = Learned.Of([new("ms", Arm.Baseline, Series.NoLabels, new SeriesData.Samples([.. Enumerable.Range(0, 20_000).Select(i => i * (minute / 100))], [.. Enumerable.Range(0, 20_000).Select(i => 100 * Math.Exp(0.4 * Gaussian.Quantile((i + 0.5) / 20_000)))], []))])!;
        var points = Learned.Of([new("cpu", Arm.Baseline, Series.NoLabels, new SeriesData.Points(null, at, [.. at.Select((_, i) => i % 2 == 0 ? 90.0 : 110.0)]))])!;

        Assert.Equal((0.015, 203.333), (errors.Rate, Math.Round(errors.PerMinute!.Value, 3)));
        Assert.InRange(latency.Noise, 0.39, 0.41);
        Assert.InRange(latency.Level!.Value, 99, 101);
        Assert.Equal((0, TimeSpan.FromMinutes(1)), (points.Correlation, points.Interval));
        Assert.Null(Learned.Of([]));
    }
}
