using CanaryJudge.Judging.Config;
using CanaryJudge.Statistics.Planning;
using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Judging.Kinds;

/// <summary>How many canary values a PASS needs, when typical noise stands in for data that are not there yet.</summary>
internal static class TypicalNeeds
{
    private const double SampleNoise = 0.5, PointNoise = 0.3, PointCorrelation = 0.5, Rate = 0.01, Share = 0.5;

    /// <summary>Canary values for half of all unchanged runs; null: not known for this kind and margin.</summary>
    /// <param name="plan">The metric.</param>
    /// <param name="guards">The guards in effect with plenty of data.</param>
    /// <param name="beta">The chance that one end of an interval is wrong.</param>
    public static double? Of(MetricPlan plan, IReadOnlyList<Measure.Quantile> guards, double beta)
    {
        var z = Gaussian.Critical(beta);
        var relative = plan.Margin.Relative ?? 0;
        var minimum = guards.Count > 0 ? 10 / (1 - guards.Max(g => g.Q)) : 100;
        double? needed = plan.Kind switch
        {
            // The logarithms differ by a normal with this spread, moved by the margin.
            "samples" or "histogram" when relative > 0 => Math.Max(minimum, SampleSize.Samples(1 - Gaussian.Above(Math.Log(1 + relative) / (SampleNoise * Math.Sqrt(2))), z, Share)),
            "points" when relative > 0 => SampleSize.PointsOfOneLook(Math.Log(1 + relative), PointNoise * Math.Sqrt(2), PointCorrelation, z),
            "ratio" => SampleSize.Proportion(Rate, plan.Margin.At(Rate), z, Share),
            "count" when relative > 0 => SampleSize.Events(1, 1 + relative, z, Share) * Share,
            _ => null,
        };
        return needed is { } n && double.IsFinite(n) ? Math.Ceiling(n) : null;
    }
}
