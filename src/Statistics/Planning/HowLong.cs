using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Statistics.Planning;

/// <summary>How much data a comparison that is looked at all the time needs, at the median: with half the chance it is enough.</summary>
/// <remarks>
/// <para>Shapes: single numbers; for 90 % of runs take 2 to 2.5 times as much. Units: requests or exposure of both arms, buckets,
/// canary samples.</para>
/// <para>Method: the size at which the expected evidence reaches the boundary there. Error: within a quarter of simulated medians,
/// plus one look (measured by HowLongTests). The effect is the planned one, never the observed one.</para>
/// <para>Source: A. Wald, Sequential Analysis (1947), section 3.5, for events; the others by the argument of <see cref="SampleSize"/>.</para>
/// </remarks>
public static class HowLong
{
    // What a mixture loses against knowing the ratio before, and what learned rates lose; both fitted to simulated medians.
    private const double MixtureLoss = 1.2;
    private const double LearningLoss = 0.5;
    private const int Rounds = 200;

    /// <summary>Requests (or exposure) of both arms to prove that events are too many.</summary>
    /// <param name="rate">The baseline's events per exposure, above 0.</param>
    /// <param name="share">The canary's share of the exposure, between 0 and 1.</param>
    /// <param name="ratio">The planned ratio of the rates, above 0.</param>
    /// <param name="nullRatio">The ratio that is tolerated, above 0.</param>
    /// <param name="alpha">The level over all looks, between 0 and 1.</param>
    /// <returns>Above 0; positive infinity when the planned ratio is tolerated.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double EventsToFail(double rate, double share, double ratio, double nullRatio, double alpha)
    {
        Levels.RequirePositive(rate);
        Levels.RequireOpenShare(share);
        Levels.RequirePositive(ratio);
        Levels.RequirePositive(nullRatio);
        Levels.RequireOpenShare(alpha);
        if (ratio <= nullRatio)
        {
            return double.PositiveInfinity;
        }

        var canary = EventBuckets.CanaryShare(1 - share, share, ratio);
        var divergence = new EventNull(default, poisson: false).Divergence(canary, EventBuckets.CanaryShare(1 - share, share, nullRatio));
        return (Math.Log(1 / alpha) + MixtureLoss) / divergence / (rate * ((share * ratio) + 1 - share));
    }

    /// <summary>Requests (or exposure) of both arms to rule out the margin when the arms agree.</summary>
    /// <param name="rate">The rate of events in both arms, above 0; of a total below 1.</param>
    /// <param name="share">The canary's share of the exposure, between 0 and 1.</param>
    /// <param name="margin">The margin.</param>
    /// <param name="beta">The level over all looks, between 0 and 1.</param>
    /// <param name="poisson">Events per exposure rather than out of a total.</param>
    /// <param name="side">Whether more or fewer events are harm; not either.</param>
    /// <returns>Above 0; positive infinity when the margin is 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double EventsToAccept(double rate, double share, HarmBound margin, double beta, bool poisson, HarmSide side)
    {
        Levels.RequirePositive(rate);
        Levels.RequireOpenShare(share);
        Levels.RequireOpenShare(beta);
        var (bound, ofRest) = EventNull.Turned(margin, poisson, side);
        var line = new EventNull(bound, poisson, ofRest);
        var bad = side == HarmSide.Decrease && !poisson ? 1 - rate : rate;
        var canary = side == HarmSide.Decrease && poisson ? 1 - share : share;
        if (line.At(bad) <= bad)
        {
            return double.PositiveInfinity;
        }

        var (b, c) = line.Closest(bad, bad, 1 - canary, canary);
        return (Math.Log(1 / beta) + LearningLoss) / (((1 - canary) * line.Divergence(bad, b)) + (canary * line.Divergence(bad, c)));
    }

    /// <summary>What the protection against bursts makes of a need.</summary>
    /// <param name="needed">The need of independent events.</param>
    /// <param name="untilBurstsAreJudged">The amount, in the same unit, that brings the buckets with events after which bursts can be judged.</param>
    /// <returns>From the need itself to three times it.</returns>
    public static double WithBurstGuard(double needed, double untilBurstsAreJudged) =>
        Math.Min(BurstGuard.First * needed, Math.Max(needed, untilBurstsAreJudged));

    /// <summary>Buckets of a paired series until the boundary of <see cref="DelayedStart"/> is reached.</summary>
    /// <param name="gap">The distance of the planned mean from the hypothesis, e.g. log(1 + margin); its sign does not matter.</param>
    /// <param name="s">The standard deviation of the paired series, at least 0, in the unit of the gap.</param>
    /// <param name="phi">The autocorrelation at lag one, from 0 to below 1.</param>
    /// <param name="start">The buckets before which nothing is decided, at least 1.</param>
    /// <param name="alpha">The level over all looks; above 0, at most 0.5.</param>
    /// <returns>At least the start; positive infinity when the gap is 0. Below 100 buckets at phi = 0.8 add 40 %, with the strict
    /// autocorrelation 30 %.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double Points(double gap, double s, double phi, int start, double alpha)
    {
        Levels.RequireFinite(gap);
        Levels.RequireNotNegative(s);
        ArgumentOutOfRangeException.ThrowIfNegative(phi);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(phi, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(start, 1);

        return Meet(start, alpha, z => SampleSize.Buckets(gap, s, phi, z));
    }

    /// <summary>Canary samples until the boundary of <see cref="DelayedStart"/> is reached.</summary>
    /// <param name="theta">P(canary moved back > baseline) + P(tie) / 2 under the planned effect, in [0, 1].</param>
    /// <param name="share">The canary's share of all samples, between 0 and 1.</param>
    /// <param name="start">The canary samples before which nothing is decided, above 0.</param>
    /// <param name="alpha">The level over all looks; above 0, at most 0.5.</param>
    /// <returns>At least the start; positive infinity when theta is 1/2.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double Samples(double theta, double share, double start, double alpha)
    {
        Levels.RequireShare(theta);
        Levels.RequireOpenShare(share);
        Levels.RequirePositive(start);
        return Meet(start * (1 - share), alpha, z => SampleSize.Pairs(theta, z)) / (1 - share);
    }

    /// <summary>The intrinsic time, at least m, at which what the boundary asks for is there.</summary>
    private static double Meet(double m, double alpha, Func<double, double> needed)
    {
        var boundary = new DelayedStart(alpha);
        var v = m;

        // The boundary rises with the root of the logarithm of v: repeated substitution meets it at once.
        for (var i = 0; i < Rounds; i++)
        {
            var next = Math.Max(m, needed(boundary.Critical(v, m)));
            if (double.IsInfinity(next) || Math.Abs(next - v) <= 1e-13 * v)
            {
                return next;
            }

            v = next;
        }

        return v;
    }
}
