using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Preparing;

/// <summary>Both arms of a metric of histograms, added up over time.</summary>
/// <param name="Baseline">The baseline's buckets.</param>
/// <param name="Canary">The canary's buckets, with the same edges.</param>
/// <param name="Warnings">What was dropped.</param>
/// <param name="Obstacle">Why the arms cannot be used; null when they can.</param>
internal sealed record BucketArms(Buckets Baseline, Buckets Canary, IReadOnlyList<Warning> Warnings, Obstacle? Obstacle)
{
    /// <summary>When the values were taken; null without any.</summary>
    public (long From, long To)? Window { get; init; }

    /// <summary>When the canary's values were taken; null without any.</summary>
    public (long From, long To)? CanaryWindow { get; init; }

    /// <summary>Sorts, drops and adds up.</summary>
    public static BucketArms Prepare(MetricPlan plan, SeriesData.Histograms? baseline, SeriesData.Histograms? canary)
    {
        var (bRows, b) = Sum(plan, Arm.Baseline, baseline);
        var (cRows, c) = Sum(plan, Arm.Canary, canary);
        var warnings = new List<Warning>([.. bRows.Warnings, .. cRows.Warnings]);
        var obstacle = Rows.Conflict(bRows, cRows) ?? Obstacles.Empty(b.Total, c.Total);
        var (bWindow, cWindow) = (Times.Window(baseline?.At), Times.Window(canary?.At));
        if (Times.Differ(bWindow, cWindow))
        {
            warnings.Add(Obstacles.DifferentTimes);
        }

        return new(b, c, warnings, obstacle) { Window = Times.Both(bWindow, cWindow), CanaryWindow = cWindow };
    }

    /// <summary>How many values of each arm lie beyond the bucket bound nearest to a quantile of both arms together.</summary>
    /// <param name="q">The quantile.</param>
    /// <param name="low">Beyond means below.</param>
    public (double Baseline, double Canary) Beyond(double q, bool low)
    {
        double[] b = Baseline.Counts, c = Canary.Counts;
        double total = Baseline.Total + Canary.Total, sumOfBaseline = 0, sumOfCanary = 0, nearest = double.PositiveInfinity;
        (double Baseline, double Canary) best = (0, 0);
        for (var i = 0; i < b.Length - 1; i++)
        {
            sumOfBaseline += b[i];
            sumOfCanary += c[i];
            var distance = Math.Abs(((sumOfBaseline + sumOfCanary) / total) - q);
            if (distance < nearest)
            {
                nearest = distance;
                best = low ? (sumOfBaseline, sumOfCanary) : (Baseline.Total - sumOfBaseline, Canary.Total - sumOfCanary);
            }
        }

        return best;
    }

    private static (Rows Rows, Buckets Buckets) Sum(MetricPlan plan, Arm arm, SeriesData.Histograms? data)
    {
        if (data is null || data.UpperBounds.Length == 0)
        {
            return (new Rows([], [], null), new Buckets([0, 1], [0]));
        }

        var rows = Rows.Of(arm, data, plan.Policy.Warmup, i => data.Rows[i].Sum(), (i, j) => data.Rows[i].AsSpan().SequenceEqual(data.Rows[j]));
        var counts = new double[data.UpperBounds.Length];
        foreach (var row in rows.Keep)
        {
            for (var k = 0; k < counts.Length; k++)
            {
                counts[k] += data.Rows[row][k];
            }
        }

        return (rows, new Buckets([FirstEdge(data.UpperBounds), .. data.UpperBounds], counts));
    }

    /// <summary>Where the first bucket begins: durations and sizes start at zero; where a bound is negative it is open below.</summary>
    internal static double FirstEdge(double[] upperBounds) => upperBounds[0] > 0 ? 0 : double.NegativeInfinity;
}
