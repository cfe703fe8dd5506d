using MathNet.Numerics;

namespace CanaryJudge.Statistics.Special;

/// <summary>The standard normal distribution, with full relative precision in the lower tail.</summary>
/// <remarks>
/// <para>Shapes: single numbers. Units: standard deviations. Method: the complementary error function and its inverse, with one Newton step.</para>
/// <para>Error: relative below 2e-13 down to z = -37 (the rounding of z / sqrt 2, squared) and 1e-13 back (measured by GaussianTests).</para>
/// <para>Source: M. Abramowitz and I. A. Stegun (1964), 26.2; the error function is Math.NET's.</para>
/// </remarks>
public static class Gaussian
{
    internal const double RootOfTwo = 1.4142135623730950488;
    private const double RootOfTwoPi = 2.5066282746310005024;

    /// <summary>The chance of a value up to z.</summary>
    /// <param name="z">Any number.</param>
    /// <returns>In [0, 1], accurate in the lower tail.</returns>
    public static double Cdf(double z) => 0.5 * SpecialFunctions.Erfc(-z / RootOfTwo);

    /// <summary>The chance of a value above z.</summary>
    /// <param name="z">Any number.</param>
    /// <returns>In [0, 1], accurate in the upper tail.</returns>
    public static double Above(double z) => Cdf(-z);

    /// <summary>The value that is exceeded with a given chance.</summary>
    /// <param name="level">The chance, in [0, 1].</param>
    /// <returns>Positive infinity at 0, negative infinity at 1.</returns>
    public static double Critical(double level) => -Quantile(level);

    internal static double Density(double z) => Math.Exp(-0.5 * z * z) / RootOfTwoPi;

    /// <summary>log of the cdf times exp(z^2 / 2), without their cancellation far below 0.</summary>
    internal static double LogScaledCdf(double z)
    {
        if (z > -25)
        {
            return (0.5 * z * z) + (z > 0 ? Loader.Log1P(-Cdf(-z)) : Math.Log(Cdf(z)));
        }

        // Mills' ratio by its asymptotic series: the first term left out is below 1e-13.
        var t = 1 / (z * z);
        return Loader.Log1P(t * (-1 + (t * (3 + (t * (-15 + (t * (105 - (945 * t))))))))) - Math.Log(-z * RootOfTwoPi);
    }

    /// <summary>The inverse of <see cref="Cdf"/>.</summary>
    /// <param name="p">The chance of a value up to the quantile, in [0, 1].</param>
    /// <returns>Negative infinity at 0, positive infinity at 1, NaN outside.</returns>
    public static double Quantile(double p)
    {
        if (p is not (> 0 and < 1))
        {
            return p == 0 ? double.NegativeInfinity : p == 1 ? double.PositiveInfinity : double.NaN;
        }

        if (p > 0.5)
        {
            return -Quantile(1 - p);
        }

        // One Newton step on the logarithm of the cdf repairs the last digits of the rational approximation.
        var z = -RootOfTwo * SpecialFunctions.ErfcInv(2 * p);
        var cdf = Cdf(z);
        var density = Density(z);
        return density > 0 && cdf > 0 ? z - (Math.Log(cdf / p) * cdf / density) : z;
    }

    internal static double PValue(double z, TwoSample.Alternative alternative) => alternative switch
    {
        TwoSample.Alternative.Greater => Above(z),
        TwoSample.Alternative.Less => Cdf(z),
        _ => Math.Min(1, 2 * Above(Math.Abs(z))),
    };
}
