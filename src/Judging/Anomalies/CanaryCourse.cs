using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;
using Samples = CanaryJudge.Statistics.Samples;

namespace CanaryJudge.Judging.Anomalies;

/// <summary>When the canary was worse than the baseline.</summary>
/// <remarks>
/// A stretch of the canary is held against the whole baseline while that is steady, and against the baseline of the same time once it is not:
/// a trend or a season that both arms follow is no course of the canary.
/// </remarks>
internal static class CanaryCourse
{
    /// <summary>The course with the stretch that it tells of; null when the canary is steady or only moved without harm.</summary>
    public static Anomaly? Of(MetricTimes times, ArmCourse baseline, ArmCourse canary)
    {
        var harm = Harmful.Alternative(times.Plan.Direction);
        if (canary.Changes.Length == 0 && baseline.Changes.Length == 0 && Course.Delta(baseline.Sorted, canary.Sorted, harm) < Course.MediumDelta)
        {
            return null;
        }

        var course = Course.Of(References(baseline, canary), canary.Values, canary.Changes, harm);
        if (course.Name is CourseName.Steady or CourseName.ShiftedHarmless)
        {
            return null;
        }

        var segments = course.Segments;
        int first = 0, last = segments.Count - 1;
        while (first < last && !segments[first].IsBad)
        {
            first++;
        }

        while (last > first && !segments[last].IsBad)
        {
            last--;
        }

        var (from, to) = (segments[first].Start, segments[last].End);
        var bad = segments.Skip(first).Take(last - first + 1).Where(s => s.IsBad).ToArray();
        var anomaly = new Anomaly
        {
            Kind = AnomalyKind.Course,
            Arm = Arm.Canary,
            Course = course.Name,
            From = canary.Time(from),
            Step = from > 0 ? times.Step(times.Canary, canary.Index(from)) : null,
            To = to < canary.Values.Length ? canary.Time(to) : null,
            PValue = bad.Length > 0 ? bad.Max(s => s.PValue) : null,
            Effect = bad.Length > 0 ? bad.Max(s => s.Delta) : null,
            Before = Samples.Median(baseline.Sorted),
            After = Samples.MedianOf(canary.Values.AsSpan(from..to)),
            Drift = canary.Changes.Length > 0 && canary.Drifts,
            Warmup = course.Name == CourseName.Healed && 3 * to <= canary.Values.Length && canary.Time(to) is { } end ? end - canary.Time(0) : null,
        };
        return anomaly with { Text = AnomalyWords.Of(times, anomaly, canary.Index(course.Name == CourseName.Healed ? to : from)) };
    }

    /// <summary>What each stretch is held against, ascending.</summary>
    private static double[][] References(ArmCourse baseline, ArmCourse canary)
    {
        var references = new double[canary.Changes.Length + 1][];
        for (var i = 0; i < references.Length; i++)
        {
            references[i] = baseline.Changes.Length == 0 ? baseline.Sorted
                : SameTime(baseline, canary.Arm.Place(canary.Index(i == 0 ? 0 : canary.Changes[i - 1])), canary.Arm.Place(canary.Index(i == canary.Changes.Length ? canary.Values.Length : canary.Changes[i]) - 1)) ?? baseline.Sorted;
        }

        return references;
    }

    /// <summary>The baseline's values of a stretch of time; null when they are too few.</summary>
    private static double[]? SameTime(ArmCourse baseline, long from, long to)
    {
        var values = new List<double>();
        for (var i = 0; i < baseline.Values.Length; i++)
        {
            if (baseline.Arm.Place(baseline.Index(i)) is var place && place >= from && place <= to)
            {
                values.Add(baseline.Values[i]);
            }
        }

        return values.Count < RankPartition.Segment ? null : Samples.Sorted([.. values]);
    }
}
