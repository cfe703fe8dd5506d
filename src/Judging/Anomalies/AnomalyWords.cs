using System.Globalization;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Anomalies;

/// <summary>An anomaly in one plain sentence.</summary>
internal static class AnomalyWords
{
    /// <summary>The sentence with times in UTC.</summary>
    /// <param name="times">Both arms over time.</param>
    /// <param name="anomaly">What was found.</param>
    /// <param name="index">The position that stands for its time where there are none.</param>
    public static string Of(MetricTimes times, Anomaly anomaly, int index)
    {
        var arm = anomaly.Arm == Arm.Baseline ? times.Baseline : times.Canary;
        var span = TimeSpan.FromTicks((arm.Place(arm.Count - 1) - arm.Place(0)) / 100);
        return Of(times.Plan.Kind, times.Plan.Unit, anomaly, time => time is { } t
            ? $"{Clock(t, span, TimeSpan.Zero)} UTC"
            : $"value {Numbers.Count(index + 1)} of {Numbers.Count(arm.Count)}");
    }

    /// <summary>The sentence with times as the reader's clock shows them.</summary>
    /// <param name="judgement">The judgement, for how long the data are.</param>
    /// <param name="metric">The metric that it was found in.</param>
    /// <param name="anomaly">What was found.</param>
    /// <param name="style">What is known of the reader.</param>
    public static string Of(Judgement judgement, MetricJudgement metric, Anomaly anomaly, ReportStyle style) =>
        anomaly.From is null || style.Offset is not { } offset || judgement is not { From: { } from, To: { } to }
            ? anomaly.Text
            : Of(metric.Kind, metric.Unit, anomaly, time => time is { } t ? Clock(t, to - from, offset) : "");

    /// <summary>The share of far points.</summary>
    public static string Far(StrangePoints points) =>
        $"{Numbers.Count(points.Count)} of {Numbers.Count(points.Values)} canary values ({Numbers.Share(points.Share)}) are farther out than 95% of the baseline's; chance gives 5%.";

    /// <summary>A level in the metric's unit, of ratios per cent.</summary>
    public static string Level(string kind, string unit, double? level) => level switch
    {
        null => "unknown",
        { } share when kind == "ratio" => Numbers.Share(share),
        { } value => Numbers.Value(value, unit),
    };

    private static string Of(string kind, string unit, Anomaly anomaly, Func<DateTimeOffset?, string> at)
    {
        var medians = $"median {Level(kind, unit, anomaly.Before)} → {Level(kind, unit, anomaly.After)}";
        var about = anomaly.Drift ? "about " : "";
        var step = AfterStep(anomaly.Step);
        return anomaly switch
        {
            { Kind: AnomalyKind.Course, Course: CourseName.Throughout } => $"Worse all the time: {medians}.",
            { Kind: AnomalyKind.Course, Course: CourseName.Onset } => $"Worse since {about}{at(anomaly.From)}{step}: {medians}.",
            { Kind: AnomalyKind.Course, Course: CourseName.Healed } => $"Worse until {about}{at(anomaly.To)}, then like the baseline: {medians}.{Hint(anomaly)}",
            { Kind: AnomalyKind.Course, Course: CourseName.Transient } => $"Worse from {about}{at(anomaly.From)}{(anomaly.To is { } to ? $" to {at(to)}" : " on, for a while")}{step}: {medians}.",
            { Kind: AnomalyKind.Course } => "Its level changes again and again.",
            { Kind: AnomalyKind.SharedShift } => $"Both arms {(anomaly.Drift ? "drift" : "moved")} at {about}{at(anomaly.From)}{step}, the baseline's {medians}: an outside cause is likely.",
            { Kind: AnomalyKind.BaselineUnsteady } => $"The baseline itself {(anomaly.Drift ? "drifts" : "changed")} at {about}{at(anomaly.From)}{step}: {medians}.",
            { Drift: true } => $"The canary drifts at about {at(anomaly.From)}{step}: {medians}.",
            _ => $"The canary changed at {at(anomaly.From)}{step}: {medians}.",
        };
    }

    /// <summary><c>, 2 min after the step to 25%</c>.</summary>
    private static string AfterStep(AnomalyStep? step) => step is null ? ""
        : $", {(step.After == TimeSpan.Zero ? "with" : $"{Numbers.Duration(step.After)} after")} the step to {Numbers.Share(step.WeightBasisPoints / 10_000.0)}";

    private static string Hint(Anomaly anomaly) => anomaly.Warmup is { } warmup ? $" A warmup of {Numbers.Duration(warmup)} would leave that out." : "";

    /// <summary>The time of day; with the date where the data span days, with seconds where they span minutes.</summary>
    internal static string Clock(DateTimeOffset time, TimeSpan span, TimeSpan offset) => time.ToOffset(TimeSpan.Zero).Add(offset).ToString(
        span > TimeSpan.FromHours(20) ? "yyyy-MM-dd HH:mm" : span < TimeSpan.FromMinutes(10) ? "HH:mm:ss" : "HH:mm", CultureInfo.InvariantCulture);
}
