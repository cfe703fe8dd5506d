using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;
using Samples = CanaryJudge.Statistics.Samples;

namespace CanaryJudge.Judging.Backtests;

/// <summary>How often a course gets its right name and a change its right place, on canaries put together from real values.</summary>
/// <remarks>
/// Of a labelled pair the baseline's values are dealt alternately to a reference and to the ordinary part of a canary; 20 of its faulty
/// values make the bad part. So it is known when the canary was bad.
/// </remarks>
public static class CourseTrial
{
    private const int Ordinary = 60;
    private const int Bad = 20;
    private const int Early = 30;

    /// <summary>What was found on one pair.</summary>
    /// <param name="Truth">How the canary was put together.</param>
    /// <param name="Name">The name it got.</param>
    /// <param name="Missed">Of an onset the distance of the nearest change from the true one, in values; null: none was found, or another truth.</param>
    public sealed record Named(CourseName Truth, CourseName Name, int? Missed);

    /// <summary>Names the courses of one pair.</summary>
    /// <param name="snapshot">The pair's data.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="direction">Which way is worse.</param>
    /// <param name="isFault">Whether the canary's values are faulty; else only the steady course is tried.</param>
    /// <returns>Nothing when there are too few values.</returns>
    public static IReadOnlyList<Named> Of(Snapshot snapshot, string metric, Direction direction, bool isFault)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        double[] Values(Arm arm) => snapshot.Series.FirstOrDefault(s => s.Metric == metric && s.Arm == arm) is { } series ? Anomalies.Timelines.Of(series.Data, TimeSpan.Zero).Values : [];
        double[] baseline = Values(Arm.Baseline), bad = [.. Values(Arm.Canary).Take(Bad)];
        double[] reference = Samples.Sorted([.. baseline.Where((_, i) => i % 2 == 0)]), ordinary = [.. baseline.Where((_, i) => i % 2 == 1).Take(Ordinary)];
        if (ordinary.Length < Ordinary || (isFault && bad.Length < Bad))
        {
            return [];
        }

        (CourseName Truth, double[] Canary)[] canaries = isFault
            ?
            [
                (CourseName.Throughout, bad),
                (CourseName.Onset, [.. ordinary, .. bad]),
                (CourseName.Healed, [.. bad, .. ordinary]),
                (CourseName.Transient, [.. ordinary[..Early], .. bad, .. ordinary[Early..]]),
            ]
            : [(CourseName.Steady, ordinary)];
        return
        [
            .. canaries.Select(c =>
            {
                var course = Course.Of(reference, c.Canary, Harmful.Alternative(direction));
                return new Named(c.Truth, course.Name, c.Truth == CourseName.Onset && course.ChangePoints.Count > 0 ? course.ChangePoints.Min(k => Math.Abs(k - Ordinary)) : null);
            }),
        ];
    }
}
