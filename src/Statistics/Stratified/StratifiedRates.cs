using CanaryJudge.Statistics.Sequential;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Stratified;

/// <summary>The change of an event rate, standardised to the canary's mix of strata.</summary>
/// <remarks>
/// <para>Shapes: S strata of a count and an exposure above 0 for each arm. Units: events; exposures in one unit.</para>
/// <para>Method: given each stratum's events the canary's are binomial with share r t_c / (r t_c + t_b), r one ratio for all strata;
/// test and ratio rest on their sum: exact by convolution where counts are whole and it takes less than some 1e8 multiplications (an interval:
/// 1e6), else by the score of the same sums. The estimate is the canary's rate over what the baseline's rates would give in the canary's strata;
/// the ends always hold it. The difference is that of the same two rates, its interval the stratified score with w the
/// canary's exposure, and in each stratum the variance at the likely rates under the difference.</para>
/// <para>Error: exact p-values relative 1e-10 against R; the ends err at most as often as the level where exact (measured by
/// StratifiedRatesTests). One stratum: <see cref="RateRatio"/> and <see cref="RateDifference"/>.</para>
/// <para>Source: J. Przyborowski and H. Wilenski, Biometrika 31 (1940) 313-323; N. E. Breslow and N. E. Day, Statistical
/// Methods in Cancer Research II (1987), section 3.4; O. Miettinen and M. Nurminen, Statist. Med. 4 (1985) 213-226.</para>
/// </remarks>
public static class StratifiedRates
{
    private const double MostWork = 1e8, MostWorkForAnEnd = 1e6;

    /// <summary>The p-value against equal rates.</summary>
    /// <param name="strata">At least one.</param>
    /// <param name="alternative">Greater: the canary's rate is the larger.</param>
    /// <returns>In [0, 1], and whether it is exact; two-sided is twice the smaller tail; 1 without any event.</returns>
    /// <exception cref="ArgumentException">There is no stratum, or a number is out of range.</exception>
    public static (double PValue, bool IsExact) PValue(IReadOnlyList<EventStratum> strata, Alternative alternative)
    {
        EventStratum.RequireRates(strata);
        var canary = strata.Sum(s => s.CanaryEvents);
        if (EventStratum.AreWhole(strata) && ConditionalSum.Cost(strata) <= MostWork)
        {
            var sum = ConditionalSum.OfRates(strata, 1);
            return (alternative switch
            {
                Alternative.Greater => sum.AtLeast(canary),
                Alternative.Less => sum.AtMost(canary),
                _ => Math.Min(1, 2 * Math.Min(sum.AtLeast(canary), sum.AtMost(canary))),
            }, true);
        }

        double expected = 0, variance = 0;
        foreach (var s in strata)
        {
            var share = EventBuckets.CanaryShare(s.BaselineTotal, s.CanaryTotal, 1);
            expected += s.Events * share;
            variance += s.Events * share * (1 - share);
        }

        return (ContinuousTail.PValue(canary - expected, variance, alternative), false);
    }

    /// <summary>The standardised rate ratio with the ends of the common ratio.</summary>
    /// <param name="strata">At least one.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <returns>The ratio; the lower end is 0 without canary events, the upper infinite without baseline events;
    /// (NaN, 0, infinity) without any.</returns>
    /// <exception cref="ArgumentException">There is no stratum, or a number is out of range.</exception>
    public static Interval Ratio(IReadOnlyList<EventStratum> strata, double endLevel)
    {
        EventStratum.RequireRates(strata);
        Levels.RequireEnd(endLevel);
        double canary = strata.Sum(s => s.CanaryEvents), baseline = strata.Sum(s => s.CanaryTotal * s.BaselineRate);
        if (canary == 0 && baseline == 0)
        {
            return new(double.NaN, 0, double.PositiveInfinity);
        }

        var exact = EventStratum.AreWhole(strata) && ConditionalSum.Cost(strata) <= MostWorkForAnEnd;
        Func<double, bool> isTooLow, isNotTooHigh;
        if (exact)
        {
            isTooLow = r => ConditionalSum.OfRates(strata, r).AtLeast(canary) <= endLevel;
            isNotTooHigh = r => ConditionalSum.OfRates(strata, r).AtMost(canary) > endLevel;
        }
        else
        {
            var critical = -Gaussian.Quantile(endLevel);
            isTooLow = r => Score(strata, r) > critical;
            isNotTooHigh = r => Score(strata, r) >= -critical;
        }

        var estimate = canary / baseline;
        var lower = canary == 0 ? 0 : Bisection.LastTrue(0, double.MaxValue, isTooLow);
        var upper = baseline == 0 ? double.PositiveInfinity : Bisection.LastTrue(0, double.MaxValue, isNotTooHigh);
        return new(estimate, Math.Min(estimate, lower), Math.Max(estimate, upper));
    }

    /// <summary>The standardised difference of the rates, canary minus baseline.</summary>
    /// <param name="strata">At least one.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <returns>The difference and finite ends, also without any event.</returns>
    /// <exception cref="ArgumentException">There is no stratum, or a number is out of range.</exception>
    public static Interval Difference(IReadOnlyList<EventStratum> strata, double endLevel)
    {
        EventStratum.RequireRates(strata);
        Levels.RequireEnd(endLevel);
        double critical = -Gaussian.Quantile(endLevel), exposure = strata.Sum(s => s.CanaryTotal);
        var estimate = (strata.Sum(s => s.CanaryEvents) - strata.Sum(s => s.CanaryTotal * s.BaselineRate)) / exposure;
        double Z(double difference)
        {
            double sum = 0, variance = 0;
            foreach (var (xb, tb, xc, tc) in strata)
            {
                var weight = tc / exposure;
                sum += weight * ((xc / tc) - (xb / tb) - difference);
                variance += weight * weight * RateDifference.Variance(xb, tb, xc, tc, difference);
            }

            return sum == 0 ? 0 : sum / Math.Sqrt(variance);
        }

        // A difference of reach has an expectation far above what was seen in any stratum.
        var reach = Math.Abs(estimate) + strata.Max(s => (s.Events + (critical * critical) + 1) / Math.Min(s.BaselineTotal, s.CanaryTotal));
        while (Z(estimate - reach) <= critical || Z(estimate + reach) >= -critical)
        {
            reach *= 2;
        }

        return new(
            estimate,
            Math.Min(estimate, Bisection.LastTrue(estimate - reach, estimate, d => Z(d) > critical)),
            Math.Max(estimate, Bisection.LastTrue(estimate, estimate + reach, d => Z(d) >= -critical)));
    }

    /// <summary>The standardised score of the canary's events against a common ratio; falls as the ratio grows.</summary>
    private static double Score(IReadOnlyList<EventStratum> strata, double ratio)
    {
        double sum = 0, variance = 0;
        foreach (var s in strata)
        {
            // By the odds: the ratio may be huge, and both shares keep their digits.
            var odds = ratio * (s.CanaryTotal / s.BaselineTotal);
            double ofCanary = odds > 1 ? 1 / (1 + (1 / odds)) : odds / (1 + odds), ofBaseline = 1 / (1 + odds);
            sum += (s.CanaryEvents * ofBaseline) - (s.BaselineEvents * ofCanary);
            variance += s.Events * ofCanary * ofBaseline;
        }

        return variance > 0 ? sum / Math.Sqrt(variance) : sum > 0 ? double.PositiveInfinity : sum < 0 ? double.NegativeInfinity : 0;
    }
}
