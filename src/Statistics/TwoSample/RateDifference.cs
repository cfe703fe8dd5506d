using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.TwoSample;

/// <summary>The difference of two event rates, canary minus baseline.</summary>
/// <remarks>
/// <para>Shapes: a count and an exposure above 0 for each arm; counts need not be whole. Units: events per unit of exposure.</para>
/// <para>Method: score test of Poisson counts with the maximum likelihood rates under the difference, inverted by bisection:
/// the Poisson analogue of Miettinen and Nurminen.</para>
/// <para>Error: an end errs at its level within a fifth of it from ten events per arm on (measured by RateTests).</para>
/// <para>Source: O. Miettinen and M. Nurminen, Statist. Med. 4 (1985) 213-226.</para>
/// </remarks>
public static class RateDifference
{
    /// <summary>The difference of the rates with its two ends.</summary>
    /// <param name="baselineEvents">Events of the baseline, at least 0.</param>
    /// <param name="baselineExposure">Time or requests of the baseline, above 0.</param>
    /// <param name="canaryEvents">Events of the canary, at least 0.</param>
    /// <param name="canaryExposure">Time or requests of the canary, above 0.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <returns>The difference and finite ends, also without any event.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, an exposure is not above 0, or the level is outside its range.</exception>
    public static Interval Interval(
        double baselineEvents, double baselineExposure, double canaryEvents, double canaryExposure, double endLevel)
    {
        Levels.RequireNotNegative(baselineEvents);
        Levels.RequirePositive(baselineExposure);
        Levels.RequireNotNegative(canaryEvents);
        Levels.RequirePositive(canaryExposure);
        Levels.RequireEnd(endLevel);

        var critical = Gaussian.Critical(endLevel);
        var estimate = (canaryEvents / canaryExposure) - (baselineEvents / baselineExposure);
        double Z(double difference) => Score(baselineEvents, baselineExposure, canaryEvents, canaryExposure, difference);

        // A difference of reach has an expectation far above what was seen in either arm.
        var reach = Math.Abs(estimate) + ((baselineEvents + canaryEvents + (critical * critical) + 1) / Math.Min(baselineExposure, canaryExposure));
        while (Z(estimate - reach) <= critical || Z(estimate + reach) >= -critical)
        {
            reach *= 2;
        }

        return new(
            estimate,
            Math.Min(estimate, Bisection.LastTrue(estimate - reach, estimate, difference => Z(difference) > critical)),
            Math.Max(estimate, Bisection.LastTrue(estimate, estimate + reach, difference => Z(difference) >= -critical)));
    }

    private static double Score(double xb, double tb, double xc, double tc, double difference)
    {
        var excess = (xc / tc) - (xb / tb) - difference;
        return excess == 0 ? 0 : excess / Math.Sqrt(Variance(xb, tb, xc, tc, difference));
    }

    /// <summary>The variance of the difference at the likely rates that lie so far apart.</summary>
    internal static double Variance(double xb, double tb, double xc, double tc, double difference)
    {
        var gap = Math.Abs(difference);
        var smaller = difference >= 0 ? Smaller(xb, xc, tb + tc, gap) : Smaller(xc, xb, tb + tc, gap);
        var (b, c) = difference >= 0 ? (smaller, smaller + gap) : (smaller + gap, smaller);
        return (b / tb) + (c / tc);
    }

    /// <summary>The smaller of two rates that lie the given gap apart, by maximum likelihood: a root of a quadratic.</summary>
    private static double Smaller(double x, double other, double exposure, double gap)
    {
        var b = (exposure * gap) - x - other;
        var root = Math.Sqrt((b * b) + (4 * exposure * x * gap));

        // The form without cancellation for either sign of b.
        return b <= 0 ? (root - b) / (2 * exposure) : 2 * x * gap / (root + b);
    }
}
