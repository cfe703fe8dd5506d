using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Tests;

public sealed class MissingPointsTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Every_second_value_unusable_is_told_as_missing_and_makes_no_interval_wider(double odd)
    {
        double[] baseline = [.. Enumerable.Range(0, 60).Select(i => 100 + Math.Sin(i))];
        double[] canary = [.. baseline.Select((v, i) => i % 2 == 0 ? v : odd)];

        var metric = Run.Points(baseline, canary).Metrics[0];

        Assert.Contains("canary: 29 of 59", Assert.Single(metric.Warnings, w => w.Code == WarningCode.MissingData).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(metric.Warnings, w => w.Code == WarningCode.DifferentIntervals);
    }
}
