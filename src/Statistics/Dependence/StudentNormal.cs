using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.Dependence;

/// <summary>From Student's t to the normal z of the same tail probability, and back.</summary>
/// <remarks>
/// <para>Shapes: single numbers. Units: none. Method: always by the lower tail, never one minus a cdf; tail probabilities
/// below 1e-300 count as 1e-300.</para>
/// <para>Error: relative 1e-12 (measured by StudentNormalTests). Source: Student, Biometrika 6 (1908) 1-25; the tail by
/// M. Abramowitz and I. A. Stegun (1964), 26.7.1.</para>
/// </remarks>
public static class StudentNormal
{
    private const double Smallest = 1e-300;
    private const int SecantSteps = 8;
    private const double Closeness = 1e-12;

    /// <summary>The z whose normal tail is t's Student tail.</summary>
    /// <param name="t">A t statistic; may be infinite.</param>
    /// <param name="df">Degrees of freedom, above 0, not necessarily whole.</param>
    /// <returns>z with the sign of t, |z| at most |t| and at most 37.05.</returns>
    /// <exception cref="ArgumentOutOfRangeException">t is NaN, or df is not above 0.</exception>
    public static double Z(double t, double df)
    {
        if (double.IsNaN(t))
        {
            throw new ArgumentOutOfRangeException(nameof(t), t, "It must be a number.");
        }

        Levels.RequirePositive(df);
        return t == 0 ? 0 : Math.CopySign(Gaussian.Quantile(Math.Max(IncompleteBeta.StudentTail(t, df), Smallest)), t);
    }

    /// <summary>The t whose Student tail is z's normal tail: the critical value that replaces a normal one.</summary>
    /// <param name="z">A normal critical value; its tail counts as at least 1e-300.</param>
    /// <param name="df">Degrees of freedom, above 0, not necessarily whole.</param>
    /// <returns>t with the sign of z, at least as far from 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">z is not finite, or df is not above 0.</exception>
    public static double CriticalT(double z, double df)
    {
        Levels.RequireFinite(z);
        Levels.RequirePositive(df);
        if (z == 0)
        {
            return 0;
        }

        var tail = Math.Max(Gaussian.Cdf(-Math.Abs(z)), Smallest);
        var (low, high) = Enclosed(tail, Math.Abs(z), df);

        // Outside the two ends the answer is known, so that bisection asks for the tail a dozen times instead of sixty.
        return Math.CopySign(Bisection.LastTrue(0, double.MaxValue, t => t <= low || (t < high && IncompleteBeta.StudentTail(t, df) > tail)), z);
    }

    /// <summary>Two numbers around the t of a tail, by the secant method on the logarithms; 0 and infinity where that fails.</summary>
    private static (double Low, double High) Enclosed(double tail, double z, double df)
    {
        double Excess(double t) => Math.Log(IncompleteBeta.StudentTail(t, df) / tail);

        // The first terms of Cornish and Fisher's expansion; Abramowitz and Stegun (1964), 26.7.5.
        var guess = z * (1 + (((z * z) + 1) / (4 * df)));
        double before = z, excessBefore = Excess(before);
        for (var step = 0; step < SecantSteps; step++)
        {
            var excess = Excess(guess);
            var next = guess - (excess * (guess - before) / (excess - excessBefore));
            (before, excessBefore) = (guess, excess);
            if (!(next > 0) || !double.IsFinite(next))
            {
                break;
            }

            guess = next;
            if (Math.Abs(guess - before) <= Closeness * guess)
            {
                // Far wider than the rounding of the tail, so the ends are certain.
                double low = guess * (1 - Closeness), high = guess * (1 + Closeness);
                return Excess(low) > 0 && Excess(high) < 0 ? (low, high) : (0, double.PositiveInfinity);
            }
        }

        return (0, double.PositiveInfinity);
    }
}
