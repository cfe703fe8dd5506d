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
        return Math.CopySign(Bisection.LastTrue(0, double.MaxValue, t => IncompleteBeta.StudentTail(t, df) > tail), z);
    }
}
