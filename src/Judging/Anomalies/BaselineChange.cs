using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Anomalies;

/// <summary>Whether the baseline itself moved, and whether the canary moved with it.</summary>
internal static class BaselineChange
{
    /// <summary>Changes so many intervals apart are one.</summary>
    private const double Together = 3;

    /// <summary>As is a distance of this part of the whole time.</summary>
    private const double TogetherShare = 0.05;

    /// <summary>The baseline's largest change, told of as its own or as both arms'; none when it is small.</summary>
    public static IEnumerable<Anomaly> Of(MetricTimes times, ArmCourse baseline, ArmCourse canary)
    {
        var changes = baseline.Changes.Length == 0 ? [] : baseline.Levels();
        if (changes.MaxBy(c => Math.Abs(c.Delta)) is not { IsMedium: true } largest)
        {
            yield break;
        }

        var place = times.Baseline.Place(largest.Index);
        var near = Math.Max(Together * times.Interval, TogetherShare * ((double)times.Baseline.Place(times.Baseline.Count - 1) - times.Baseline.Place(0)));
        var shared = canary.Changes.Any(c => Math.Abs((double)canary.Arm.Place(canary.Index(c)) - place) <= near);
        yield return largest.ToAnomaly(shared ? AnomalyKind.SharedShift : AnomalyKind.BaselineUnsteady, Arm.Baseline, times, baseline.Drifts || baseline.IsUnstable);
    }
}
