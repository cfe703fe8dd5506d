using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics;

/// <summary>Quantiles of one arm, and their difference and ratio between arms, with distribution-free intervals.</summary>
public static class Quantiles
{
    /// <summary>The sample quantile, linear between order statistics (type 7, the default of R and NumPy).</summary>
    /// <remarks>
    /// <para>Shapes: n >= 1 ascending values. Units: those of the values. Method: linear at position (n - 1) q.
    /// Error: rounding of one interpolation.</para>
    /// <para>Source: R. J. Hyndman and Y. Fan, Amer. Statist. 50 (1996) 361-365, definition 7.</para>
    /// </remarks>
    /// <param name="sorted">Finite values in ascending order, at least one.</param>
    /// <param name="q">The share below the quantile, from 0 to 1.</param>
    /// <returns>The quantile, from the smallest to the largest value.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">q is not in [0, 1].</exception>
    public static double Of(ReadOnlySpan<double> sorted, double q)
    {
        Samples.RequireAny(sorted);
        Levels.RequireShare(q);
        var position = (sorted.Length - 1) * q;
        var below = (int)position;
        var low = sorted[below];
        if (below + 1 == sorted.Length || position == below)
        {
            return low;
        }

        double share = position - below, high = sorted[below + 1], width = high - low;
        return double.IsFinite(width) ? low + (share * width) : (low * (1 - share)) + (high * share);
    }

    /// <summary>A quantile with order statistics as the ends of its interval.</summary>
    /// <remarks>
    /// <para>Shapes: n >= 1 ascending values. Units: those of the values.</para>
    /// <para>Method: the number of values at or below the true quantile is binomial (n, q); each end is the innermost order
    /// statistic that errs with probability at most the level. Error: none for continuous values; with ties the ends err less often.</para>
    /// <para>Source: W. R. Thompson, Ann. Math. Statist. 7 (1936) 122-128; H. A. David and H. N. Nagaraja, Order Statistics (2003), 7.1.</para>
    /// </remarks>
    /// <param name="sorted">Finite values in ascending order, at least one.</param>
    /// <param name="q">The share below the quantile, from 0 to 1.</param>
    /// <param name="endLevel">How often each end may err: 0.05 gives a two-sided 90 % interval; above 0, at most 0.5.</param>
    /// <returns>The type 7 quantile and its ends; an end is infinite when no order statistic suffices.</returns>
    /// <exception cref="ArgumentException">There are no values, or they do not ascend.</exception>
    /// <exception cref="ArgumentOutOfRangeException">q or the level is outside its range.</exception>
    public static Interval Interval(ReadOnlySpan<double> sorted, double q, double endLevel)
    {
        Samples.RequireSorted(sorted);
        Levels.RequireShare(q);
        Levels.RequireEnd(endLevel);
        var estimate = Of(sorted, q);
        return new(estimate, Math.Min(estimate, Lower(sorted, q, endLevel)), Math.Max(estimate, Upper(sorted, q, endLevel)));
    }

    /// <summary>Canary quantile minus baseline quantile.</summary>
    /// <remarks>
    /// <para>Shapes: n baseline and m canary values, ascending. Units: those of the values.</para>
    /// <para>Method: the two single intervals combined by the method of variance estimates recovery (MOVER).
    /// Error: each end errs at most about as often as the level (measured by QuantilesTests).</para>
    /// <para>Source: G. Y. Zou and A. Donner, Statist. Med. 27 (2008) 1693-1702.</para>
    /// </remarks>
    /// <param name="sortedBaseline">Baseline, finite and ascending, at least one value.</param>
    /// <param name="sortedCanary">Canary, finite and ascending, at least one value.</param>
    /// <param name="q">The share below the quantile, from 0 to 1.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <returns>The difference; an end is infinite when an arm is too small for it.</returns>
    /// <exception cref="ArgumentException">An arm is empty or does not ascend.</exception>
    /// <exception cref="ArgumentOutOfRangeException">q or the level is outside its range.</exception>
    public static Interval Difference(
        ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, double q, double endLevel) =>
        Recover(Interval(sortedBaseline, q, endLevel), Interval(sortedCanary, q, endLevel));

    /// <summary>Canary quantile divided by baseline quantile, for positive values.</summary>
    /// <remarks>
    /// <para>Shapes: n baseline and m canary values, ascending. Units: none, a factor.</para>
    /// <para>Method: the difference of the logarithms by MOVER, then the exponential. Error: as for the difference.</para>
    /// <para>Source: G. Y. Zou and A. Donner, Statist. Med. 27 (2008) 1693-1702, section on ratios.</para>
    /// </remarks>
    /// <param name="sortedBaseline">Baseline, above 0, finite and ascending, at least one value.</param>
    /// <param name="sortedCanary">Canary, above 0, finite and ascending, at least one value.</param>
    /// <param name="q">The share below the quantile, from 0 to 1.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <returns>The ratio; the ends are 0 and positive infinity when an arm is too small for them.</returns>
    /// <exception cref="ArgumentException">An arm is empty, does not ascend, or holds a value that is not above 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">q or the level is outside its range.</exception>
    public static Interval Ratio(
        ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, double q, double endLevel)
    {
        Samples.RequireSorted(sortedBaseline);
        Samples.RequireSorted(sortedCanary);
        Levels.RequirePositive(sortedBaseline[0], nameof(sortedBaseline));
        Levels.RequirePositive(sortedCanary[0], nameof(sortedCanary));
        return RecoverRatio(Interval(sortedBaseline, q, endLevel), Interval(sortedCanary, q, endLevel));
    }

    /// <summary>The ranks of the ends of a quantile of n values; 0 and n + 1: no order statistic suffices.</summary>
    internal static (int Lower, int Upper) RanksOfEnds(int n, double q, double endLevel) =>
        (LastLower(n, q, 1 - q, endLevel), n + 1 - LastLower(n, 1 - q, q, endLevel));

    /// <summary>How many values are at or below a threshold.</summary>
    internal static int CountUpTo(ReadOnlySpan<double> sorted, double threshold)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = sorted[middle] <= threshold ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    internal static Interval RecoverRatio(Interval baseline, Interval canary)
    {
        var logs = Recover(Log(baseline), Log(canary));
        return new(canary.Estimate / baseline.Estimate, Math.Exp(logs.Lower), Math.Exp(logs.Upper));
    }

    /// <summary>The innermost order statistic below the quantile that errs at most at the level; negative infinity when there is none.</summary>
    internal static double Lower(ReadOnlySpan<double> sorted, double q, double endLevel) =>
        LastLower(sorted.Length, q, 1 - q, endLevel) is var order and > 0 ? sorted[order - 1] : double.NegativeInfinity;

    /// <summary>The innermost order statistic above the quantile that errs at most at the level; positive infinity when there is none.</summary>
    internal static double Upper(ReadOnlySpan<double> sorted, double q, double endLevel) =>
        LastLower(sorted.Length, 1 - q, q, endLevel) is var order and > 0 ? sorted[^order] : double.PositiveInfinity;

    private static Interval Log(Interval interval) =>
        new(Math.Log(interval.Estimate), Math.Log(Math.Max(0, interval.Lower)), Math.Log(interval.Upper));

    internal static Interval Recover(Interval baseline, Interval canary)
    {
        var estimate = canary.Estimate - baseline.Estimate;
        return new(
            estimate,
            estimate - double.Hypot(canary.Estimate - canary.Lower, baseline.Upper - baseline.Estimate),
            estimate + double.Hypot(canary.Upper - canary.Estimate, baseline.Estimate - baseline.Lower));
    }

    /// <summary>The largest l with P(binomial (n, q) &lt;= l - 1) at most the level; 0 when there is none.</summary>
    internal static int LastLower(int n, double q, double rest, double endLevel)
    {
        int holds = 0, fails = n + 1;
        while (holds + 1 < fails)
        {
            var l = holds + ((fails - holds) / 2);
            if (IncompleteBeta.AtMost(l - 1, n, q, rest) <= endLevel)
            {
                holds = l;
            }
            else
            {
                fails = l;
            }
        }

        return holds;
    }
}
