using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Sequential;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Planning;

/// <summary>How much data a single look needs to see a planned effect, at the median: with half the chance it is enough.</summary>
/// <remarks>
/// <para>Shapes: single numbers; for 90 % of runs take 2 to 2.5 times as much. Units: values, points, trials or events.</para>
/// <para>Method: the size at which the expected z equals the critical z. Error: first order, within a quarter of simulated
/// medians (measured by SampleSizeTests). The effect is the planned one, never the observed one.</para>
/// <para>Source: G. E. Noether, J. Amer. Statist. Assoc. 82 (1987) 645-647 for ranks; the others by the same argument.</para>
/// </remarks>
public static class SampleSize
{
    /// <summary>Canary values for the Mann-Whitney test: z^2 / (12 (theta - 1/2)^2) / (1 - share).</summary>
    /// <param name="theta">P(canary > baseline) + P(tie) / 2 under the planned effect, in [0, 1].</param>
    /// <param name="criticalZ">The one-sided critical value, above 0.</param>
    /// <param name="share">The canary's share of all values, between 0 and 1.</param>
    /// <returns>A whole number of at least 1; positive infinity when theta is 1/2.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double Samples(double theta, double criticalZ, double share)
    {
        Levels.RequireShare(theta);
        Levels.RequirePositive(criticalZ);
        Levels.RequireOpenShare(share);
        return Whole(Pairs(theta, criticalZ) / (1 - share));
    }

    /// <summary>Points of a paired series: 1.1 (z s / gap)^2 (1 + phi) / (1 - phi), a tenth on top for the estimated error.</summary>
    /// <param name="gap">The distance of the planned mean from the hypothesis, e.g. log(1 + margin); its sign does not matter.</param>
    /// <param name="s">The standard deviation of the paired series, at least 0, in the unit of the gap.</param>
    /// <param name="phi">The autocorrelation at lag one, from 0 to below 1.</param>
    /// <param name="criticalZ">The one-sided critical value, above 0.</param>
    /// <returns>A whole number of at least 1; positive infinity when the gap is 0. Below 100 buckets at phi = 0.8 add 40 %,
    /// with the strict autocorrelation 30 %.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double Points(double gap, double s, double phi, double criticalZ)
    {
        Levels.RequireFinite(gap);
        Levels.RequireNotNegative(s);
        ArgumentOutOfRangeException.ThrowIfNegative(phi);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(phi, 1);
        Levels.RequirePositive(criticalZ);
        return Whole(Buckets(gap, s, phi, criticalZ));
    }

    /// <summary>Points of a paired series for a single look: the smallest n with t(n) s / sqrt(e(n)) at most the gap.</summary>
    /// <remarks>e(n) is the effective size with the strict autocorrelation of n points, t(n) the Student value with e(n) - 1 degrees of freedom:
    /// both shrink as points come, so short series need far less than their present width foretells.</remarks>
    /// <param name="gap">The distance of the planned mean from the hypothesis, e.g. log(1 + margin); its sign does not matter.</param>
    /// <param name="s">The standard deviation of the paired series, at least 0, in the unit of the gap.</param>
    /// <param name="phi">The corrected autocorrelation at lag one, in [0, 0.95].</param>
    /// <param name="criticalZ">The one-sided critical value, above 0.</param>
    /// <returns>A whole number of at least 1; positive infinity when more than 10^9 points are needed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double PointsOfOneLook(double gap, double s, double phi, double criticalZ)
    {
        const int Most = 1_000_000_000;
        Levels.RequireFinite(gap);
        Levels.RequireNotNegative(s);
        Levels.RequireShare(phi);
        Levels.RequirePositive(criticalZ);

        // The gap in standard errors reaches the critical t when its Student tail is at most z's normal one: one tail, no inverse.
        var tail = Gaussian.Above(criticalZ);
        bool Enough(int n)
        {
            var size = EffectiveSize.Of(n, Autocorrelation.Strict(phi, n));
            return s == 0 ? gap != 0 : IncompleteBeta.StudentTail(Math.Abs(gap) / s * Math.Sqrt(size), size - 1) <= tail;
        }

        int low = 0, high = 16;
        while (!Enough(high))
        {
            if (high >= Most)
            {
                return double.PositiveInfinity;
            }

            (low, high) = (high, (int)Math.Min(2L * high, Most));
        }

        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Enough(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>Canary trials to rule out a margin when the shares agree: z^2 V / margin^2 with the score test's variance.</summary>
    /// <param name="baseRate">The share of events in both arms, in [0, 1].</param>
    /// <param name="marginAbsolute">The difference to be ruled out, above 0 and below 1, e.g. 0.005 for half a percentage point.</param>
    /// <param name="criticalZ">The one-sided critical value, above 0.</param>
    /// <param name="share">The canary's share of all trials, between 0 and 1.</param>
    /// <returns>A whole number of at least 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double Proportion(double baseRate, double marginAbsolute, double criticalZ, double share)
    {
        Levels.RequireShare(baseRate);
        Levels.RequireOpenShare(marginAbsolute);
        Levels.RequirePositive(criticalZ);
        Levels.RequireOpenShare(share);

        // The likely shares under the margin depend on the split only, not on the size: take a total of one trial.
        var baseline = new SharePair(baseRate * (1 - share), 1 - share, baseRate * share, share).ConstrainedBaseline(marginAbsolute);
        var canary = Math.Min(1, baseline + marginAbsolute);
        var variance = (canary * (1 - canary)) + (baseline * (1 - baseline) * share / (1 - share));
        return Whole(criticalZ * criticalZ * variance / (marginAbsolute * marginAbsolute));
    }

    /// <summary>The canary's share of an exposure, between 0 and 1 also where one arm has so little that rounding would lose it.</summary>
    /// <param name="baseline">The baseline's exposure, above 0.</param>
    /// <param name="canary">The canary's, above 0.</param>
    /// <returns>Above 0, below 1.</returns>
    public static double CanaryShare(double baseline, double canary) => Math.Clamp(EventBuckets.CanaryShare(baseline, canary, 1), 1e-300, Math.BitDecrement(1.0));

    /// <summary>Events of both arms together to tell a rate ratio from another: z^2 / (2 KL) of the two binomial shares.</summary>
    /// <param name="rateRatio">The planned ratio of the rates, canary over baseline, above 0.</param>
    /// <param name="nullRatio">The ratio of the hypothesis, above 0: 1 to see harm, 1 + margin to rule it out.</param>
    /// <param name="criticalZ">The one-sided critical value, above 0.</param>
    /// <param name="share">The canary's share of the exposure, between 0 and 1.</param>
    /// <returns>A whole number of at least 1; positive infinity when the ratios agree.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double Events(double rateRatio, double nullRatio, double criticalZ, double share)
    {
        Levels.RequirePositive(rateRatio);
        Levels.RequirePositive(nullRatio);
        Levels.RequirePositive(criticalZ);
        Levels.RequireOpenShare(share);
        double p = Share(rateRatio, share), q = Share(nullRatio, share);
        var divergence = (p * Math.Log(p / q)) + ((1 - p) * Math.Log((1 - p) / (1 - q)));
        return rateRatio == nullRatio ? double.PositiveInfinity : Whole(criticalZ * criticalZ / (2 * divergence));
    }

    /// <summary>Events of both arms together to see a rate ratio against equal rates.</summary>
    /// <param name="rateRatio">The planned ratio of the rates, canary over baseline, above 0.</param>
    /// <param name="criticalZ">The one-sided critical value, above 0.</param>
    /// <param name="share">The canary's share of the exposure, between 0 and 1.</param>
    /// <returns>A whole number of at least 1; positive infinity when the ratio is 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double Events(double rateRatio, double criticalZ, double share) => Events(rateRatio, 1, criticalZ, share);

    /// <summary>n m / (n + m) for the Mann-Whitney test.</summary>
    internal static double Pairs(double theta, double criticalZ) => criticalZ * criticalZ / (12 * (theta - 0.5) * (theta - 0.5));

    internal static double Buckets(double gap, double s, double phi, double criticalZ)
    {
        var ratio = gap == 0 ? double.PositiveInfinity : criticalZ * s / gap;
        return 1.1 * ratio * ratio * (1 + phi) / (1 - phi);
    }

    private static double Share(double ratio, double share) => ratio * share / ((ratio * share) + 1 - share);

    private static double Whole(double size) => Math.Max(1, Math.Ceiling(size));
}
