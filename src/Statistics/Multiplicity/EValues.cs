using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Statistics.Multiplicity;

/// <summary>Many e-values: their mean is one too, whatever their dependence; their product is not.</summary>
/// <remarks>
/// <para>Shapes: K logarithms of e-values, K weights. Units: none. Method: weighted mean; the e-BH step-up procedure.</para>
/// <para>Error: rounding (1e-9 against an independent program, measured by SequentialVectorTests).</para>
/// <para>Source: V. Vovk and R. Wang, Ann. Statist. 49 (2021) 1736-1754; R. Wang and A. Ramdas, J. R. Statist. Soc. B 84 (2022) 822-852.</para>
/// </remarks>
public static class EValues
{
    /// <summary>An e-value from a p-value: 1 / (2 sqrt p), as its logarithm.</summary>
    /// <param name="p">In [0, 1].</param>
    /// <returns>log E; positive infinity at 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    public static double LogFromP(double p)
    {
        Levels.RequireShare(p);
        return -Math.Log(2) - (0.5 * Math.Log(p));
    }

    /// <summary>The logarithm of the weighted mean: evidence against all hypotheses being true at once.</summary>
    /// <param name="logE">Logarithms of e-values, at least one.</param>
    /// <param name="weights">A weight from 0 for each, not all 0.</param>
    /// <returns>log E; enough at level alpha from log(1 / alpha).</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are no weights.</exception>
    public static double LogMean(ReadOnlySpan<double> logE, ReadOnlySpan<double> weights)
    {
        Samples.RequireAny(logE);
        Samples.RequireSameLength(logE, weights);
        double total = 0;
        foreach (var weight in weights)
        {
            Levels.RequireNotNegative(weight, nameof(weights));
            total += weight;
        }

        Levels.RequirePositive(total, nameof(weights));
        var terms = new double[logE.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            terms[i] = logE[i] + Math.Log(weights[i] / total);
        }

        return LogSum.Of(terms);
    }

    /// <summary>Which hypotheses are rejected so that the expected share of false ones among them is at most alpha.</summary>
    /// <param name="logE">Logarithms of e-values; may be empty.</param>
    /// <param name="alpha">The level, between 0 and 1.</param>
    /// <returns>In the order of the input: the k largest, for the largest k whose smallest is at least K / (alpha k).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside its range.</exception>
    public static bool[] RejectByStepUp(ReadOnlySpan<double> logE, double alpha)
    {
        Levels.RequireOpenShare(alpha);
        var sorted = logE.ToArray();
        Array.Sort(sorted);
        var threshold = double.PositiveInfinity;
        for (var k = 1; k <= sorted.Length; k++)
        {
            var needed = Math.Log(sorted.Length / (alpha * k));
            threshold = sorted[^k] >= needed ? needed : threshold;
        }

        var rejected = new bool[logE.Length];
        for (var i = 0; i < rejected.Length; i++)
        {
            rejected[i] = logE[i] >= threshold;
        }

        return rejected;
    }
}
