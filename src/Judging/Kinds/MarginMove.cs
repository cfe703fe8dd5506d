using CanaryJudge.Judging.Config;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Kinds;

/// <summary>The baseline against itself, moved by the margin.</summary>
internal static class MarginMove
{
    /// <summary>The superiority of the moved values; null where there is no margin to move by.</summary>
    /// <param name="plan">The metric.</param>
    /// <param name="sortedBaseline">Values in rising order, at least two.</param>
    /// <param name="level">The baseline's median, over all strata.</param>
    public static double? Superiority(MetricPlan plan, double[] sortedBaseline, double level)
    {
        var margin = plan.Margin.At(level);
        if (!(margin > 0))
        {
            return null;
        }

        // A factor when the margin is relative, an addend when it is not.
        var factor = sortedBaseline[0] > 0 && plan.Margin.Relative * Math.Abs(level) >= (plan.Margin.Absolute ?? 0) ? 1 + plan.Margin.Relative : null;
        var moved = Array.ConvertAll(sortedBaseline, v => factor is { } f ? v * f : v + margin);

        // Without the pairs of a value with itself, moved, which say nothing of another canary's values.
        return ((MannWhitney.RunSorted(sortedBaseline, moved, Alternative.Different).Superiority * moved.Length) - 1) / (moved.Length - 1);
    }
}
