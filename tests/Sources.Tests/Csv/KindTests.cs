using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Csv;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class KindTests
{
    private const string Totals = "timestamp,arm,metric,value,total\n";
    private const string Bounds = "timestamp,arm,metric,value,le\n";

    [Theory]
    [InlineData("latency_ms", "1 2 3 4 5 6", "1 2 3 4 5 6", "points")]
    [InlineData("latency_ms", "1 2 3 4 5 9", "1 2 3 4 5 6", "points")]
    [InlineData("latency_ms", "6 2 4 3 5 1", "1 2 3 4 5 6", "points")]
    [InlineData("latency_ms", "1 2 2 3 4 5", "1 2 2 4 5 6", "points")]
    [InlineData("latency_ms", "1 2 2 3 4 5", "1 2 3 4 5 6", "samples")]
    [InlineData("latency_ms", "1 2 4 7 9 10", "1 2 3 4 5 6", "samples")]
    [InlineData("latency_ms", "1 1 1 1 1 1", "1 1 1 1 1 1", "samples")]
    [InlineData("latency_ms", "1", "1", "samples")]
    [InlineData("http_requests_total", "1 2 3", "5 0 7", "count")]
    [InlineData("pod_restarts_seen", "1 2 3", "5 0 7", "count")]
    [InlineData("gc_COUNT", "1 2 3", "5 0 7", "count")]
    [InlineData("errors_5xx", "1 2 3", "5 0 7", "count")]
    [InlineData("errors_5xx", "1 2 3", "5 0.5 7", "points")]
    [InlineData("errors_5xx", "1 2 3", "5 -1 7", "points")]
    [InlineData("errors_5xx", "1 2 9 11", "5 1 7 7", "samples")]
    public void Spacing_values_and_name_tell_the_kind(string metric, string times, string values, string kind)
    {
        var rows = times.Split(' ').Zip(values.Split(' '), (t, v) => $"{t},baseline,{metric},{v}\n");

        Assert.Equal(kind, Texts.Read(Texts.Header + string.Concat(rows)).Snapshot!.Series.Single().Data.Kind);
    }

    [Fact]
    public void One_irregular_arm_makes_both_samples()
    {
        var reading = Texts.Read($"{Texts.Header}1,baseline,a,1\n2,baseline,a,1\n3,baseline,a,1\n1,canary,a,1\n1,canary,a,2\n3,canary,a,1\n");

        Assert.Equal(["samples", "samples"], reading.Snapshot!.Series.Select(s => s.Data.Kind));
    }

    [Fact]
    public void An_arm_with_a_single_row_follows_the_other()
    {
        var reading = Texts.Read($"{Texts.Header}1,baseline,a,1\n2,baseline,a,1\n3,canary,a,1\n");

        Assert.Equal(["points", "points"], reading.Snapshot!.Series.Select(s => s.Data.Kind));
    }

    [Fact]
    public void The_policy_has_the_last_word()
    {
        var reading = Texts.Read($"{Texts.Header}1,baseline,a,1\n2,baseline,a,1\n", "metrics: [{name: a, kind: samples}]");

        Texts.Series<SeriesData.Samples>(reading, "a");
        Assert.Empty(reading.Snapshot!.Warnings);
    }

    [Theory]
    [InlineData("latency_ms", "{}", "latency_ms: taken as points, harm when it rises")]
    [InlineData("conversion", "{}", "conversion: taken as points, harm when it falls")]
    [InlineData("conversion_errors_x", "{}", "conversion_errors_x: taken as count, harm when it rises")]
    [InlineData("conversion", "metrics: [{name: conversion, direction: either}]", "conversion: taken as points, harm when it changes")]
    [InlineData("uptime", "metrics: [{name: uptime, kind: points}]", "uptime: taken as points, harm when it falls")]
    [InlineData("uptime", "metrics: [{name: uptime, kind: points, direction: decrease}]", null)]
    [InlineData("latency_ms", "metrics: [{name: latency_ms, kind: points}]", null)]
    public void What_is_inferred_is_said(string metric, string policy, string? message)
    {
        var warnings = Texts.Read($"{Texts.Header}1,baseline,{metric},1\n2,baseline,{metric},1\n", policy).Snapshot!.Warnings;

        Assert.Equal(message is null ? [] : [new Warning(WarningCode.Inferred, message)], warnings);
    }

    [Fact]
    public void A_total_makes_a_ratio()
    {
        var ratio = Texts.Series<SeriesData.Ratios>(Texts.Read($"{Totals}1,baseline,errors,3,100\n2,baseline,errors,,\n3,baseline,errors,0,0\n"), "errors");

        Assert.Equal([3, double.NaN, 0], ratio.Events);
        Assert.Equal([100, double.NaN, 0], ratio.Totals);
    }

    [Theory]
    [InlineData("1,baseline,e,1.5,10", "2:14 value 1.5 is not a whole number from 0 on; e is a ratio of events.")]
    [InlineData("1,baseline,e,-1,10", "2:14 value -1 is not a whole number from 0 on; e is a ratio of events.")]
    [InlineData("1,baseline,e,11,10", "2:14 value 11 is above total 10; e is a ratio.")]
    [InlineData("1,baseline,e,1,10.5", "2:16 total 10.5 is not a whole number from 0 on.")]
    [InlineData("1,baseline,e,1,x", "2:16 total \"x\" is not a number.")]
    [InlineData("1,baseline,e,1,5\n2,baseline,e,1,", "3:16 total is empty, but e is a ratio.")]
    [InlineData("1,baseline,e,1,\n2,baseline,e,1,5", "3:16 earlier rows of e have no total; give all rows one, or none.")]
    public void Ratios_are_whole_numbers_of_whole_numbers(string rows, string problem) => Assert.Equal(problem, Texts.Problem(Texts.Read(Totals + rows)));

    [Fact]
    public void A_ratio_without_the_column_is_named_once() => Assert.Equal(
        "2:0 e is a ratio, so its rows need the column total.",
        Texts.Problem(Texts.Read($"{Texts.Header}1,baseline,e,1\n2,baseline,e,1\n", "metrics: [{name: e, kind: ratio}]")));

    [Fact]
    public void Only_the_rows_that_need_a_total_have_one()
    {
        var reading = Texts.Read($"{Totals}1,baseline,e,1,5\n1,baseline,cpu,0.5,\n2,baseline,e,1,5\n2,baseline,cpu,0.6,\n");

        Texts.Series<SeriesData.Ratios>(reading, "e");
        Texts.Series<SeriesData.Points>(reading, "cpu");
    }

    [Fact]
    public void A_count_has_its_total_as_exposure_else_one_a_row()
    {
        const string Policy = "metrics: [{name: restarts, kind: count}]";

        Assert.Equal([0.5, 2], Texts.Series<SeriesData.Counts>(Texts.Read($"{Totals}1,baseline,restarts,3,0.5\n2,baseline,restarts,9,2\n", Policy), "restarts").Exposures);
        Assert.Equal([1, 1], Texts.Series<SeriesData.Counts>(Texts.Read($"{Texts.Header}1,baseline,restarts,3\n2,baseline,restarts,9\n", Policy), "restarts").Exposures);
    }

    [Theory]
    [InlineData("1,baseline,r,0.5,1", "2:14 value 0.5 is not a whole number from 0 on; r counts events.")]
    [InlineData("1,baseline,r,5,-1", "2:16 total -1 is no exposure; write a number from 0 on.")]
    [InlineData("1,baseline,r,5,1\n2,baseline,r,5,", "3:16 some rows of r have an exposure (total), this one differs; give all rows one, or none.")]
    public void Counts_are_whole_and_exposures_are_not_negative(string rows, string problem) =>
        Assert.Equal(problem, Texts.Problem(Texts.Read(Totals + rows, "metrics: [{name: r, kind: count}]")));

    [Fact]
    public void Cumulative_buckets_become_counts_per_bucket()
    {
        var reading = Texts.Read($"{Bounds}60,canary,h,7,+Inf\n60,canary,h,2,0.1\n60,canary,h,5,0.5\n0,canary,h,1,0.5\n0,canary,h,1,0.1\n0,canary,h,1,+Inf\n0,canary,h,1,+Inf\n");

        var histogram = Texts.Series<SeriesData.Histograms>(reading, "h", Arm.Canary);
        Assert.Equal([0.1, 0.5, double.PositiveInfinity], histogram.UpperBounds);
        Assert.Equal([60_000_000_000, 0], histogram.At);
        Assert.Equal([2, 3, 2], histogram.Rows[0]);
        Assert.Equal([1, 0, 0], histogram.Rows[1]);
    }

    [Theory]
    [InlineData("1,canary,h,5,0.1\n1,canary,h,3,+Inf", "3:0 h counts 3 up to le +Inf, fewer than the 5 up to le 0.1; counts must include those of smaller bounds.")]
    [InlineData("1,canary,h,5,0.1\n1,canary,h,7,+Inf\n2,canary,h,7,+Inf", "4:0 h has no count for le 0.1 at this time; every interval needs all buckets.")]
    [InlineData("1,canary,h,5,0.1\n1,canary,h,6,0.1", "3:0 h has another count for le 0.1 at this time, on line 2.")]
    [InlineData("1,canary,h,-5,0.1", "2:12 value -5 is below 0; a histogram counts.")]
    [InlineData("1,canary,h,5,0.1\n1,canary,h,7,", "3:14 le is empty, but h is a histogram.")]
    [InlineData("1,canary,h,5,\n1,canary,h,7,0.1", "3:14 le is for histograms; earlier rows or the policy make h another kind.")]
    [InlineData("1,canary,h,5,big", "2:14 le \"big\" is not a number.")]
    public void Buckets_that_are_no_histogram_are_named(string rows, string problem) => Assert.Equal(problem, Texts.Problem(Texts.Read(Bounds + rows)));

    [Fact]
    public void A_histogram_without_the_column_is_named() => Assert.Equal(
        "2:0 h is a histogram, so its rows need the column le.",
        Texts.Problem(Texts.Read($"{Texts.Header}1,canary,h,5\n", "metrics: [{name: h, kind: histogram}]")));

    [Fact]
    public void Names_of_counted_things_are_known() =>
        Assert.Equal([true, true, true, true, false, false], new[] { "a_total", "RESTARTS_now", "x_count", "my_errors_2", "total_a", "error" }.Select(Inference.IsCounted));
}
