using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Tests;

/// <summary>Judges small data in a line.</summary>
internal static class Run
{
    /// <summary>2026-01-05 12:00 UTC, in Unix nanoseconds.</summary>
    internal const long Noon = 1_767_614_400_000_000_000;

    internal const long Minute = 60_000_000_000;

    internal static Judgement Samples(double[] baseline, double[] canary, Func<MetricPolicy, MetricPolicy>? change = null) =>
        One(new SeriesData.Samples([], baseline, []), new SeriesData.Samples([], canary, []), change);

    internal static Judgement Points(double[] baseline, double[] canary, Func<MetricPolicy, MetricPolicy>? change = null) =>
        One(new SeriesData.Points(null, Minutes(baseline.Length), baseline), new SeriesData.Points(null, Minutes(canary.Length), canary), change);

    internal static Judgement Counts(double[] baseline, double[] canary, Func<MetricPolicy, MetricPolicy>? change = null) => One(
        new SeriesData.Counts(Minutes(baseline.Length), baseline, [.. baseline.Select(_ => 1.0)]),
        new SeriesData.Counts(Minutes(canary.Length), canary, [.. canary.Select(_ => 1.0)]),
        change);

    internal static Judgement Ratio((double Events, double Total)[] baseline, (double Events, double Total)[] canary, Func<MetricPolicy, MetricPolicy>? change = null) => One(
        new SeriesData.Ratios(Minutes(baseline.Length), [.. baseline.Select(r => r.Events)], [.. baseline.Select(r => r.Total)]),
        new SeriesData.Ratios(Minutes(canary.Length), [.. canary.Select(r => r.Events)], [.. canary.Select(r => r.Total)]),
        change);

    internal static Judgement One(SeriesData? baseline, SeriesData? canary, Func<MetricPolicy, MetricPolicy>? change = null, string name = "m")
    {
        var series = new List<Series>();
        if (baseline is not null)
        {
            series.Add(new(name, Arm.Baseline, Series.NoLabels, baseline));
        }

        if (canary is not null)
        {
            series.Add(new(name, Arm.Canary, Series.NoLabels, canary));
        }

        var policy = new MetricPolicy { Name = name };
        return Judge.Decide(new() { Metrics = [change?.Invoke(policy) ?? policy] }, new(series), 0, TestContext.Current.CancellationToken);
    }

    internal static long[] Minutes(int count) => [.. Enumerable.Range(0, count).Select(i => Noon + (i * Minute))];
}
