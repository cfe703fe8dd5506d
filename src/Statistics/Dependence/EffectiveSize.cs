namespace CanaryJudge.Statistics.Dependence;

/// <summary>How many independent values a dependent series is worth for its mean.</summary>
public static class EffectiveSize
{
    /// <summary>max(n (1 - phi) / (1 + phi), 3).</summary>
    /// <remarks>
    /// <para>Shapes: a length and an autocorrelation. Units: values. Method: the variance of the mean of a first-order
    /// autoregression, for long series; 3 is the least that leaves two degrees of freedom.</para>
    /// <para>Error: too small by up to 2 phi / (1 + phi)^2 values for short series, on the careful side of the interval's width.</para>
    /// <para>Source: G. V. Bayley and J. M. Hammersley, J. R. Statist. Soc. Suppl. 8 (1946) 184-197.</para>
    /// </remarks>
    /// <param name="n">The length, at least 1.</param>
    /// <param name="phi">The autocorrelation at lag one, from 0 to below 1.</param>
    /// <returns>At least 3, not whole in general.</returns>
    /// <exception cref="ArgumentOutOfRangeException">n is below 1, or phi is not in [0, 1).</exception>
    public static double Of(int n, double phi)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(phi, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(phi);
        return Math.Max(n * (1 - phi) / (1 + phi), 3);
    }
}
