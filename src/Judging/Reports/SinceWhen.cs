using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Reports;

/// <summary>When a metric was worse, where that says more than the verdict: since some time, until some time, for a while.</summary>
internal static class SinceWhen
{
    /// <summary>The sentence; empty for a metric that is muted, was worse all the time or not at all, or only wanders and passes.</summary>
    public static string Of(Judgement judgement, MetricJudgement metric, ReportStyle style) =>
        !metric.Muted && metric.Anomalies.FirstOrDefault(a => IsNews(metric, a)) is { } course ? AnomalyWords.Of(judgement, metric, course, style) : "";

    private static bool IsNews(MetricJudgement metric, Anomaly anomaly) => anomaly.Course switch
    {
        CourseName.Onset or CourseName.Healed or CourseName.Transient => !anomaly.Drift || metric.Verdict != Verdict.Pass,
        CourseName.Unstable => metric.Verdict == Verdict.Fail,
        _ => false,
    };
}
