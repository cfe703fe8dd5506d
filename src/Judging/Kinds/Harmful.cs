using CanaryJudge.Judging.Config;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Kinds;

/// <summary>The side on which harm lies.</summary>
internal static class Harmful
{
    /// <summary>The alternative of a test against no harm.</summary>
    public static Alternative Alternative(Direction direction) => direction switch
    {
        Direction.Increase => Statistics.TwoSample.Alternative.Greater,
        Direction.Decrease => Statistics.TwoSample.Alternative.Less,
        _ => Statistics.TwoSample.Alternative.Different,
    };

    /// <summary>The p-value on the side of harm, from the standard score of "the canary is larger" and of "the canary is smaller".</summary>
    public static double PValue(Direction direction, double zLarger, double zSmaller) => direction switch
    {
        Direction.Increase => Gaussian.Above(zLarger),
        Direction.Decrease => Gaussian.Above(zSmaller),
        _ => Math.Min(1, 2 * Gaussian.Above(Math.Max(zLarger, zSmaller))),
    };
}
