using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Stratified;

/// <summary>Is the canary's share of events larger (or smaller) than the baseline's, inside strata? One odds ratio for all.</summary>
/// <remarks>
/// <para>Shapes: S strata of two counts out of two totals. Units: events and trials, whole numbers.</para>
/// <para>Method: given the events and totals of each stratum, the canary's events are hypergeometric in each; their sum's
/// distribution by convolution. Two-sided sums all sums that are at most as likely (relative slack 1e-7), as R's
/// mantelhaen.test(exact = TRUE). Where the convolution would take more than some 1e8 multiplications, or events are not whole: the
/// normal form, the Cochran-Mantel-Haenszel test, with continuity correction 1/2.</para>
/// <para>Error: exact p-values relative 1e-10 against R (measured by StratifiedExactTests). One stratum: Fisher's exact test.</para>
/// <para>Source: N. Mantel and W. Haenszel, J. Natl. Cancer Inst. 22 (1959) 719-748; C. R. Mehta, N. R. Patel and R. Gray,
/// J. Amer. Statist. Assoc. 80 (1985) 969-973.</para>
/// </remarks>
public static class StratifiedExact
{
    private const double MostWork = 1e8;

    /// <summary>The p-value.</summary>
    /// <param name="strata">At least one.</param>
    /// <param name="alternative">Greater: the canary has the larger share.</param>
    /// <returns>In [0, 1], and whether it is exact; 1 when nothing can vary.</returns>
    /// <exception cref="ArgumentException">There is no stratum, or events are not within their total.</exception>
    public static (double PValue, bool IsExact) PValue(IReadOnlyList<EventStratum> strata, Alternative alternative)
    {
        EventStratum.RequireShares(strata);
        var canary = strata.Sum(s => s.CanaryEvents);
        if (!EventStratum.AreWhole(strata) || ConditionalSum.Cost(strata) > MostWork)
        {
            return (Normal(strata, canary, alternative), false);
        }

        var sum = ConditionalSum.OfShares(strata);
        return (alternative switch
        {
            Alternative.Greater => sum.AtLeast(canary),
            Alternative.Less => sum.AtMost(canary),
            _ => sum.AsRare(canary),
        }, true);
    }

    private static double Normal(IReadOnlyList<EventStratum> strata, double canary, Alternative alternative)
    {
        double expected = 0, variance = 0;
        foreach (var s in strata)
        {
            double n = s.BaselineTotal + s.CanaryTotal, share = s.CanaryTotal / n;
            expected += s.Events * share;
            variance += n > 1 ? s.Events * share * (s.BaselineTotal / n) * ((n - s.Events) / (n - 1)) : 0;
        }

        return ContinuousTail.PValue(canary - expected, variance, alternative);
    }
}
