using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Anomalies;

/// <summary>Canary values that are unlike the baseline's.</summary>
internal static class FarPoints
{
    /// <summary>The far points when there are more than chance gives; else null.</summary>
    /// <param name="times">Both arms over time.</param>
    /// <param name="baseline">The baseline, cut.</param>
    /// <param name="level">The chance of so many below which they are told of; 1: in any case.</param>
    /// <returns>Null also with fewer than 8 baseline values, and above 2,000 values, where quantiles say it better.</returns>
    public static Anomaly? Of(MetricTimes times, ArmCourse baseline, double level)
    {
        var canary = times.Canary;
        if (times.Baseline.Count > RankPartition.Most || canary.Count > RankPartition.Most
            || StrangePoints.Of(baseline.Sorted, canary.Values, Harmful.Alternative(times.Plan.Direction), level) is not { } points)
        {
            return null;
        }

        var anomaly = new Anomaly
        {
            Kind = AnomalyKind.Points,
            Arm = Arm.Canary,
            Statistic = points.Share,
            PValue = points.Chance,
            Points = [.. points.Strangest.Select(p => new AnomalyPoint(canary.Time(p.Index), p.Value, p.Z, p.PValue))],
        };
        return anomaly with { Text = AnomalyWords.Far(points) };
    }
}
