using CanaryJudge.Judging.Config;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Kinds;

/// <summary>The side on which harm lies.</summary>
public static class Harmful
{
    /// <summary>The alternative of a test against no harm.</summary>
    /// <param name="direction">Which way is worse.</param>
    public static Alternative Alternative(Direction direction) => direction switch
    {
        Direction.Increase => Statistics.TwoSample.Alternative.Greater,
        Direction.Decrease => Statistics.TwoSample.Alternative.Less,
        _ => Statistics.TwoSample.Alternative.Different,
    };

    /// <summary>The p-value on the side of harm.</summary>
    /// <param name="direction">Which way is worse.</param>
    /// <param name="zLarger">The standard score of "the canary is larger".</param>
    /// <param name="zSmaller">The standard score of "the canary is smaller".</param>
    /// <returns>In [0, 1].</returns>
    public static double PValue(Direction direction, double zLarger, double zSmaller) => direction switch
    {
        Direction.Increase => Gaussian.Above(zLarger),
        Direction.Decrease => Gaussian.Above(zSmaller),
        _ => Math.Min(1, 2 * Gaussian.Above(Math.Max(zLarger, zSmaller))),
    };
}
