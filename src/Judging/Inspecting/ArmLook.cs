using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;
using CanaryJudge.Statistics.Dependence;
using Samples = CanaryJudge.Statistics.Samples;

namespace CanaryJudge.Judging.Inspecting;

/// <summary>What the arms of a metric look like over time.</summary>
internal static class ArmLook
{
    /// <summary>Stretches of a shape: as many as fit on a line beside a name.</summary>
    internal const int Stretches = 60;

    private const int MostStrange = 3;

    /// <summary>The arms that have values, the baseline first.</summary>
    public static IReadOnlyList<ArmInspection> Of(MetricTimes times)
    {
        var arms = new List<ArmInspection>(2);
        Timeline[] both = [.. new[] { times.Baseline, times.Canary }.Where(t => t.Count > 0)];
        if (both.Length == 0)
        {
            return arms;
        }

        double from = both.Min(t => t.Place(0)), to = both.Max(t => t.Place(t.Count - 1));
        if (times.Baseline.Count > 0)
        {
            arms.Add(One(Arm.Baseline, times.Baseline, from, to, Own(times.Baseline)));
        }

        if (times.Canary.Count > 0)
        {
            arms.Add(One(Arm.Canary, times.Canary, from, to, times.Baseline.Count >= RobustZ.FewestReference ? Beside(times) : Own(times.Canary)));
        }

        return arms;
    }

    private static ArmInspection One(Arm name, Timeline arm, double from, double to, IReadOnlyList<InspectedPoint> strangest)
    {
        var course = ArmCourse.Of(arm);
        var scale = RobustZ.Of(arm.Values);
        var enough = arm.Count >= RankPartition.Fewest;
        var changes = course.Levels();
        return new()
        {
            Arm = name,
            Count = arm.Count,
            From = arm.Time(0),
            To = arm.Time(arm.Count - 1),
            Median = scale.Median,
            Scale = scale.Scale,
            LagOne = enough ? Autocorrelation.LagOne(arm.Values) : null,
            EffectiveCount = enough ? Smallest.Effective(arm) : null,
            Changes = [.. changes.Select(c => new InspectedChange(arm.Time(c.Index), c.Index, c.Z, c.Before, c.After))],
            Drift = course.Drifts,
            Strangest = strangest,
            Shape = Shape(arm, from, to),
            Marks = [.. changes.Select(c => Stretch(arm.Place(c.Index), from, to))],
        };
    }

    /// <summary>Of the canary by the baseline, in the direction of harm.</summary>
    private static IReadOnlyList<InspectedPoint> Beside(MetricTimes times) =>
        StrangePoints.Of(Samples.Sorted(times.Baseline.Values), times.Canary.Values, Harmful.Alternative(times.Plan.Direction)) is { } points
            ? [.. points.Strangest.Where(p => Math.Abs(p.Z) > RobustZ.Far).Take(MostStrange).Select(p => new InspectedPoint(times.Canary.Time(p.Index), p.Value, p.Z, p.PValue))]
            : [];

    /// <summary>By the arm itself, on either side.</summary>
    private static IReadOnlyList<InspectedPoint> Own(Timeline arm)
    {
        var scale = RobustZ.Of(arm.Values);
        return arm.Count < RobustZ.FewestReference ? [] :
        [
            .. Enumerable.Range(0, arm.Count).Where(i => Math.Abs(scale.Z(arm.Values[i])) > RobustZ.Far)
                .OrderByDescending(i => Math.Abs(scale.Z(arm.Values[i]))).ThenBy(i => i).Take(MostStrange)
                .Select(i => new InspectedPoint(arm.Time(i), arm.Values[i], scale.Z(arm.Values[i]), null)),
        ];
    }

    private static double[] Shape(Timeline arm, double from, double to)
    {
        var shape = new double[Stretches];
        var stretch = new List<double>();
        for (int k = 0, i = 0; k < Stretches; k++)
        {
            stretch.Clear();
            for (; i < arm.Count && Stretch(arm.Place(i), from, to) == k; i++)
            {
                stretch.Add(arm.Values[i]);
            }

            shape[k] = stretch.Count == 0 ? double.NaN : Samples.MedianOf([.. stretch]);
        }

        return Filled(shape, arm.Count);
    }

    private static int Stretch(double place, double from, double to) =>
        to > from ? Math.Clamp((int)(Stretches * (place - from) / (to - from)), 0, Stretches - 1) : 0;

    /// <summary>With fewer values than stretches a value stands until the next one, as far as they are usually apart; what is longer is a hole.</summary>
    private static double[] Filled(double[] shape, int count)
    {
        var apart = count < 2 ? 0 : (int)Math.Ceiling((double)Stretches / (count - 1));
        for (int k = 1, since = 0; k < shape.Length; k++)
        {
            since = double.IsNaN(shape[k]) ? since + 1 : 0;
            if (since > 0 && since < apart)
            {
                shape[k] = shape[k - 1];
            }
        }

        return shape;
    }
}
