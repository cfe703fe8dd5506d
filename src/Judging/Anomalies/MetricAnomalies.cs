using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Anomalies;

/// <summary>What is odd in one metric over time: far points, changes, the canary's course, a baseline that moved.</summary>
/// <remarks>These say where and what; whether is decided by the tests. Nothing is removed or trimmed on their word.</remarks>
internal static class MetricAnomalies
{
    /// <summary>More far points than by this chance are told of.</summary>
    private const double PointsLevel = 0.01;

    /// <summary>Looks for what is odd.</summary>
    /// <param name="times">Both arms over time.</param>
    /// <returns>Nothing, mostly.</returns>
    public static IReadOnlyList<Anomaly> Of(MetricTimes times)
    {
        if (times.Baseline.Count == 0 || times.Canary.Count == 0)
        {
            return [];
        }

        var baseline = ArmCourse.Of(times.Baseline);
        var overTime = OverTime(times, baseline);
        return FarPoints.Of(times, baseline, PointsLevel) is { } points ? [.. overTime, points] : overTime;
    }

    /// <summary>The same without far points: changes, the course, a baseline that moved.</summary>
    /// <param name="times">Both arms over time.</param>
    /// <returns>Nothing, mostly.</returns>
    public static IReadOnlyList<Anomaly> OverTime(MetricTimes times) =>
        times.Baseline.Count == 0 || times.Canary.Count == 0 ? [] : OverTime(times, ArmCourse.Of(times.Baseline));

    private static IReadOnlyList<Anomaly> OverTime(MetricTimes times, ArmCourse baseline)
    {
        var canary = ArmCourse.Of(times.Canary);
        var course = CanaryCourse.Of(times, baseline, canary);
        return baseline.Changes.Length == 0 && canary.Changes.Length == 0 && course is null
            ? []
            : [.. course is null ? [] : new[] { course }, .. BaselineChange.Of(times, baseline, canary), .. Changes(times, canary)];
    }

    /// <summary>The canary's changes one by one; none when there are too many to tell.</summary>
    internal static IEnumerable<Anomaly> Changes(MetricTimes times, ArmCourse canary) =>
        canary.IsUnstable ? [] : canary.Levels().Select(change => change.ToAnomaly(AnomalyKind.Change, Arm.Canary, times, canary.Drifts));
}
