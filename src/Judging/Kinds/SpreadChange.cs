using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Kinds;

/// <summary>Whether the values spread otherwise: Mann-Whitney on the distances from the own median, a rank form of the Brown-Forsythe test.</summary>
internal static class SpreadChange
{
    /// <summary>The distance of each value from the median.</summary>
    public static double[] Distances(double[] sorted)
    {
        var median = Quantiles.Of(sorted, 0.5);
        return [.. sorted.Select(v => Math.Abs(v - median))];
    }

    /// <summary>The width of the middle half.</summary>
    public static double MiddleHalf(double[] sorted) => Quantiles.Of(sorted, 0.75) - Quantiles.Of(sorted, 0.25);

    /// <summary>The warning; none when the change is small or may be chance.</summary>
    /// <param name="p">Of the test on the distances.</param>
    /// <param name="baseline">The width of the baseline's middle half.</param>
    /// <param name="canary">The width of the canary's middle half.</param>
    public static IEnumerable<Warning> Of(double p, double baseline, double canary)
    {
        if (p < 0.01 && Math.Max(baseline, canary) > 1.5 * Math.Min(baseline, canary))
        {
            var way = canary < baseline ? "narrower" : "wider";
            yield return new(
                WarningCode.SpreadChanged,
                $"The canary's values spread {way}: the middle half spans {Reports.Numbers.Value(baseline)} in the baseline, {Reports.Numbers.Value(canary)} in the canary.");
        }
    }
}
