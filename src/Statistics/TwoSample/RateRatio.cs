using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.TwoSample;

/// <summary>The ratio of two event rates, canary over baseline, exact for independent events.</summary>
/// <remarks>
/// <para>Shapes: a count and an exposure above 0 for each arm. Units: events; exposures in one unit for both arms. Counts
/// need not be whole: divided by a dispersion they go through the incomplete beta function.</para>
/// <para>Method: given the sum of the events the canary's count is binomial with share r t_c / (r t_c + t_b).</para>
/// <para>Error: p-values relative 1e-10 against R (measured by CountVectorTests); the ends err at most as often as the level.</para>
/// <para>Source: J. Przyborowski and H. Wilenski, Biometrika 31 (1940) 313-323.</para>
/// </remarks>
public static class RateRatio
{
    /// <summary>The p-value against a rate ratio.</summary>
    /// <param name="baselineEvents">Events of the baseline, at least 0.</param>
    /// <param name="baselineExposure">Time or requests of the baseline, above 0.</param>
    /// <param name="canaryEvents">Events of the canary, at least 0.</param>
    /// <param name="canaryExposure">Time or requests of the canary, above 0.</param>
    /// <param name="nullRatio">The ratio of the null hypothesis, above 0; 1 means equal rates.</param>
    /// <param name="alternative">Greater: the canary's rate is above the ratio times the baseline's.</param>
    /// <returns>In [0, 1]; two-sided is twice the smaller tail; 1 without any event.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or an exposure or the ratio is not above 0.</exception>
    public static double PValue(
        double baselineEvents,
        double baselineExposure,
        double canaryEvents,
        double canaryExposure,
        double nullRatio,
        Alternative alternative)
    {
        Require(baselineEvents, baselineExposure, canaryEvents, canaryExposure);
        Levels.RequirePositive(nullRatio);
        var split = nullRatio * (canaryExposure / baselineExposure);
        return alternative switch
        {
            Alternative.Greater => AtLeast(baselineEvents, canaryEvents, split),
            Alternative.Less => AtMost(baselineEvents, canaryEvents, split),
            _ => Math.Min(1, 2 * Math.Min(
                AtLeast(baselineEvents, canaryEvents, split), AtMost(baselineEvents, canaryEvents, split))),
        };
    }

    /// <summary>The rate ratio with the ends that the one-sided tests at the level do not reject.</summary>
    /// <param name="baselineEvents">Events of the baseline, at least 0.</param>
    /// <param name="baselineExposure">Time or requests of the baseline, above 0.</param>
    /// <param name="canaryEvents">Events of the canary, at least 0.</param>
    /// <param name="canaryExposure">Time or requests of the canary, above 0.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <returns>The ratio; the lower end is 0 without canary events, the upper infinite without baseline events;
    /// (NaN, 0, infinity) without any.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, an exposure is not above 0, or the level is outside its range.</exception>
    public static Interval Interval(
        double baselineEvents, double baselineExposure, double canaryEvents, double canaryExposure, double endLevel)
    {
        Require(baselineEvents, baselineExposure, canaryEvents, canaryExposure);
        Levels.RequireEnd(endLevel);
        var unit = baselineExposure / canaryExposure;
        var lower = canaryEvents == 0
            ? 0
            : unit * Bisection.LastTrue(0, double.MaxValue, split => AtLeast(baselineEvents, canaryEvents, split) <= endLevel);
        var upper = baselineEvents == 0
            ? double.PositiveInfinity
            : unit * Bisection.LastTrue(0, double.MaxValue, split => AtMost(baselineEvents, canaryEvents, split) > endLevel);
        var estimate = canaryEvents / baselineEvents * unit;
        return double.IsNaN(estimate) ? new(estimate, lower, upper) : new(estimate, Math.Min(estimate, lower), Math.Max(estimate, upper));
    }

    // Split is the odds of an event being the canary's: both shares keep their digits.
    private static double AtLeast(double baselineEvents, double canaryEvents, double split) => canaryEvents == 0
        ? 1
        : IncompleteBeta.Regularized(canaryEvents, baselineEvents + 1, split / (1 + split), 1 / (1 + split));

    private static double AtMost(double baselineEvents, double canaryEvents, double split) => baselineEvents == 0
        ? 1
        : IncompleteBeta.Regularized(baselineEvents, canaryEvents + 1, 1 / (1 + split), split / (1 + split));

    private static void Require(double baselineEvents, double baselineExposure, double canaryEvents, double canaryExposure)
    {
        Levels.RequireNotNegative(baselineEvents);
        Levels.RequirePositive(baselineExposure);
        Levels.RequireNotNegative(canaryEvents);
        Levels.RequirePositive(canaryExposure);
    }
}
