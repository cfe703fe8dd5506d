using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.TwoSample;

/// <summary>Score tests and intervals for the difference and the ratio of two shares.</summary>
/// <remarks>
/// <para>Shapes: events out of a total for each arm; neither need be whole (counts divided by a dispersion). Units: shares.</para>
/// <para>Method: z with the variance at the maximum likelihood shares under the null value, times N / (N - 1), inverted by
/// bisection over doubles. The constrained shares: for the ratio the closed form; for the difference the root of the
/// likelihood's slope, which is the root the paper's trigonometric form gives, but keeps its digits at shares of 1e-6.</para>
/// <para>Error: agrees with the trigonometric form to 1e-9 where that has its digits; an end errs at its level within a
/// fifth of it from ten events per arm on (both measured by MiettinenNurminenTests).</para>
/// <para>Source: O. Miettinen and M. Nurminen, Statist. Med. 4 (1985) 213-226.</para>
/// </remarks>
public static class MiettinenNurminen
{
    /// <summary>Canary share minus baseline share.</summary>
    /// <param name="baselineEvents">Events of the baseline, from 0 to its total.</param>
    /// <param name="baselineTotal">Trials of the baseline, above 0.</param>
    /// <param name="canaryEvents">Events of the canary, from 0 to its total.</param>
    /// <param name="canaryTotal">Trials of the canary, above 0.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <returns>The difference and its ends, within [-1, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">Events are not within their total, or the level is outside its range.</exception>
    public static Interval Difference(
        double baselineEvents, double baselineTotal, double canaryEvents, double canaryTotal, double endLevel)
    {
        var arms = new SharePair(baselineEvents, baselineTotal, canaryEvents, canaryTotal);
        Levels.RequireEnd(endLevel);
        var critical = Gaussian.Critical(endLevel);
        var estimate = arms.Canary - arms.Baseline;
        return new(
            estimate,
            estimate == -1 ? -1 : Math.Min(estimate, Bisection.LastTrue(-1, estimate, d => arms.DifferenceZ(d) > critical)),
            estimate == 1 ? 1 : Math.Max(estimate, Bisection.LastTrue(estimate, 1, d => arms.DifferenceZ(d) >= -critical)));
    }

    /// <summary>Canary share divided by baseline share.</summary>
    /// <param name="baselineEvents">Events of the baseline, from 0 to its total.</param>
    /// <param name="baselineTotal">Trials of the baseline, above 0.</param>
    /// <param name="canaryEvents">Events of the canary, from 0 to its total.</param>
    /// <param name="canaryTotal">Trials of the canary, above 0.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <returns>The ratio; the lower end is 0 without canary events, the upper infinite without baseline events;
    /// (NaN, 0, infinity) without any.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Events are not within their total, or the level is outside its range.</exception>
    public static Interval Ratio(
        double baselineEvents, double baselineTotal, double canaryEvents, double canaryTotal, double endLevel)
    {
        var arms = new SharePair(baselineEvents, baselineTotal, canaryEvents, canaryTotal);
        Levels.RequireEnd(endLevel);
        if (baselineEvents == 0 && canaryEvents == 0)
        {
            return new(double.NaN, 0, double.PositiveInfinity);
        }

        var critical = Gaussian.Critical(endLevel);
        var estimate = arms.Canary / arms.Baseline;
        var lower = canaryEvents == 0 ? 0 : Bisection.LastTrue(0, estimate, r => arms.RatioZ(r) > critical);
        var upper = baselineEvents == 0 || arms.RatioZ(double.MaxValue) >= -critical
            ? double.PositiveInfinity
            : Bisection.LastTrue(estimate, double.MaxValue, r => arms.RatioZ(r) >= -critical);
        return new(estimate, Math.Min(estimate, lower), Math.Max(estimate, upper));
    }

    /// <summary>The p-value against a difference of the shares.</summary>
    /// <param name="baselineEvents">Events of the baseline, from 0 to its total.</param>
    /// <param name="baselineTotal">Trials of the baseline, above 0.</param>
    /// <param name="canaryEvents">Events of the canary, from 0 to its total.</param>
    /// <param name="canaryTotal">Trials of the canary, above 0.</param>
    /// <param name="nullDifference">Canary share minus baseline share under the null hypothesis, between -1 and 1.</param>
    /// <param name="alternative">Greater: the difference is above the null value.</param>
    /// <returns>In [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">Events are not within their total, or the null value is outside its range.</exception>
    public static double DifferencePValue(
        double baselineEvents,
        double baselineTotal,
        double canaryEvents,
        double canaryTotal,
        double nullDifference,
        Alternative alternative)
    {
        Levels.RequireDifference(nullDifference);
        return Gaussian.PValue(
            new SharePair(baselineEvents, baselineTotal, canaryEvents, canaryTotal).DifferenceZ(nullDifference), alternative);
    }

    /// <summary>The p-value against a ratio of the shares.</summary>
    /// <param name="baselineEvents">Events of the baseline, from 0 to its total.</param>
    /// <param name="baselineTotal">Trials of the baseline, above 0.</param>
    /// <param name="canaryEvents">Events of the canary, from 0 to its total.</param>
    /// <param name="canaryTotal">Trials of the canary, above 0.</param>
    /// <param name="nullRatio">Canary share divided by baseline share under the null hypothesis, above 0.</param>
    /// <param name="alternative">Greater: the ratio is above the null value.</param>
    /// <returns>In [0, 1]; 1 two-sided and 0.5 one-sided without any event.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Events are not within their total, or the ratio is not above 0.</exception>
    public static double RatioPValue(
        double baselineEvents,
        double baselineTotal,
        double canaryEvents,
        double canaryTotal,
        double nullRatio,
        Alternative alternative)
    {
        Levels.RequirePositive(nullRatio);
        return Gaussian.PValue(
            new SharePair(baselineEvents, baselineTotal, canaryEvents, canaryTotal).RatioZ(nullRatio), alternative);
    }
}
