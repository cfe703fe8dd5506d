using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Kinds;

/// <summary>Whether the values spread otherwise: Mann-Whitney on the distances from the own median, a rank form of the Brown-Forsythe test.</summary>
internal static class SpreadChange
{
    /// <summary>The distances from the median, rising: from the middle outwards.</summary>
    public static double[] Distances(double[] sorted)
    {
        var median = Quantiles.Of(sorted, 0.5);
        var distances = new double[sorted.Length];
        int above = Samples.CountBelow(sorted, median), below = above - 1;
        for (var i = 0; i < distances.Length; i++)
        {
            distances[i] = below < 0 || (above < sorted.Length && sorted[above] - median <= median - sorted[below])
                ? sorted[above++] - median
                : median - sorted[below--];
        }

        return distances;
    }

    /// <summary>The width of the middle half.</summary>
    public static double MiddleHalf(double[] sorted) => Quantiles.Of(sorted, 0.75) - Quantiles.Of(sorted, 0.25);

    /// <summary>The warning; none when the change is small or may be chance.</summary>
    /// <param name="baseline">The width of the baseline's middle half.</param>
    /// <param name="canary">The width of the canary's middle half.</param>
    /// <param name="test">Gives the p-value of the test on the distances; not asked when the change is small.</param>
    public static IEnumerable<Warning> Of(double baseline, double canary, Func<double> test)
    {
        if (Math.Max(baseline, canary) > 1.5 * Math.Min(baseline, canary) && test() < 0.01)
        {
            var way = canary < baseline ? "narrower" : "wider";
            yield return new(
                WarningCode.SpreadChanged,
                $"The canary's values spread {way}: the middle half spans {Reports.Numbers.Value(baseline)} in the baseline, {Reports.Numbers.Value(canary)} in the canary.");
        }
    }
}
