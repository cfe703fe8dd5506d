using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.TwoSample;

/// <summary>Mann-Whitney U test: do canary values tend to be larger (or smaller) than baseline values?</summary>
/// <remarks>
/// <para>Shapes: n baseline and m canary values, n, m >= 1, any order. Units: any; only ranks matter.</para>
/// <para>Method: exact without ties while n m is at most 10,000; else midranks, normal approximation, variance corrected
/// for ties, continuity correction 1/2. Values that are all tied: p = 1.</para>
/// <para>Error: exact p-values relative 1e-12 in the tails; |normal p - exact p| below 0.006 at n = m = 8 (both measured by MannWhitneyTests).</para>
/// <para>Assumes independent values; thin or block autocorrelated series first.</para>
/// <para>Source: H. B. Mann and D. R. Whitney, Ann. Math. Statist. 18 (1947) 50-60.</para>
/// </remarks>
public sealed class MannWhitney : ITwoSampleTest
{
    /// <inheritdoc />
    public string Name => "mann-whitney";

    /// <inheritdoc />
    public string Question => "do values tend to be larger or smaller?";

    /// <inheritdoc />
    public TwoSampleResult Run(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, Alternative alternative)
    {
        Samples.RequireSample(baseline);
        Samples.RequireSample(canary);
        return Merge(Samples.Sorted(baseline), Samples.Sorted(canary), alternative);
    }

    /// <summary>The same test for arms that are sorted already: O(n + m) and no copy.</summary>
    /// <param name="sortedBaseline">Baseline values, finite and ascending, at least one.</param>
    /// <param name="sortedCanary">Canary values, finite and ascending, at least one.</param>
    /// <param name="alternative">What to look for.</param>
    /// <returns>What <see cref="Run"/> gives for the same values.</returns>
    /// <exception cref="ArgumentException">An arm is empty, not finite or not ascending.</exception>
    public static TwoSampleResult RunSorted(
        ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, Alternative alternative)
    {
        Samples.RequireSorted(sortedBaseline);
        Samples.RequireSorted(sortedCanary);
        return Merge(sortedBaseline, sortedCanary, alternative);
    }

    /// <summary>The exact p-value of U when no values are tied.</summary>
    /// <param name="u">U of the canary, whole, from 0 to n m.</param>
    /// <param name="baselineCount">n, at least 1.</param>
    /// <param name="canaryCount">m, at least 1; n m at most 10,000.</param>
    /// <param name="alternative">What to look for; two-sided is twice the smaller tail, at most 1.</param>
    /// <returns>The p-value, relative error below 1e-12.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1 or n m above 10,000.</exception>
    public static double ExactPValue(double u, int baselineCount, int canaryCount, Alternative alternative)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(baselineCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(canaryCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(canaryCount, RankSumDistribution.LargestProduct / baselineCount);

        var distribution = RankSumDistribution.Of(baselineCount, canaryCount);
        // The distribution is symmetric, so the upper tail is the lower tail of the mirrored U, with all its digits.
        var less = distribution.AtMost(u);
        var greater = distribution.AtMost(((double)baselineCount * canaryCount) - u);
        return OfTails(less, greater, alternative);
    }

    /// <summary>The normal approximation, with correction for ties and continuity.</summary>
    /// <param name="u">U of the canary, from 0 to n m.</param>
    /// <param name="baselineCount">n, at least 1.</param>
    /// <param name="canaryCount">m, at least 1.</param>
    /// <param name="tieTerm">The sum of t^3 - t over groups of t equal values; 0 without ties.</param>
    /// <param name="alternative">What to look for.</param>
    /// <returns>The p-value; 1 when all values are tied.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1.</exception>
    public static double NormalPValue(double u, long baselineCount, long canaryCount, double tieTerm, Alternative alternative)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(baselineCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(canaryCount, 1);

        // double, not int: n m overflows 32 bits at 46,341 points per arm.
        double n = baselineCount, m = canaryCount;
        var variance = Variance(n, m, tieTerm);
        if (!(variance > 0))
        {
            return 1;
        }

        var deviation = u - (n * m / 2);
        var corrected = alternative switch
        {
            Alternative.Less => deviation + 0.5,
            Alternative.Greater => deviation - 0.5,
            _ => deviation - (0.5 * Math.Sign(deviation)),
        };
        return Gaussian.PValue(corrected / Math.Sqrt(variance), alternative);
    }

    /// <summary>From the chances of a U at most and at least as large.</summary>
    internal static double OfTails(double less, double greater, Alternative alternative) => alternative switch
    {
        Alternative.Less => less,
        Alternative.Greater => greater,
        _ => Math.Min(1, 2 * Math.Min(less, greater)),
    };

    internal static double Variance(double n, double m, double tieTerm)
    {
        var total = n + m;

        // All tied must give exactly 0, whatever the rounding of the quotient.
        return tieTerm >= ((total * total) - 1) * total ? 0 : n * m / 12 * (total + 1 - (tieTerm / (total * (total - 1))));
    }

    private static TwoSampleResult Merge(
        ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, Alternative alternative)
    {
        double n = sortedBaseline.Length, m = sortedCanary.Length;
        var (canaryRankSum, tieTerm) = Ranks.Merge(sortedBaseline, sortedCanary);
        var u = canaryRankSum - (m * (m + 1) / 2);
        var exact = tieTerm == 0 && RankSumDistribution.Fits(sortedBaseline.Length, sortedCanary.Length);
        var p = exact
            ? ExactPValue(u, sortedBaseline.Length, sortedCanary.Length, alternative)
            : NormalPValue(u, sortedBaseline.Length, sortedCanary.Length, tieTerm, alternative);
        return new(u, p, u / (n * m), exact);
    }
}
