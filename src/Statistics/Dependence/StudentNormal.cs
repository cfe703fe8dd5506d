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
    private const int HalleySteps = 12;
    private const double Settled = 1e-5;

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
        var t = ByHalley(tail, Math.Abs(z), df)
            ?? Bisection.LastTrue(0, double.MaxValue, t => IncompleteBeta.StudentTail(t, df) > tail);
        return Math.CopySign(t, z);
    }

    /// <summary>The t of a tail by Halley's method on log tail against log t, near straight for few degrees of freedom and for many; null where it does not settle.</summary>
    private static double? ByHalley(double tail, double z, double df)
    {
        var t = Expanded(z, df);
        for (var step = 0; step < HalleySteps && t > 0 && double.IsFinite(t); step++)
        {
            var (above, density) = IncompleteBeta.Student(t, df);

            // With u = log t and r = density t / tail: the slope is -r, and the slope of log r is 1 + r - (df + 1) t^2 / (df + t^2).
            var r = density * t / above;
            var bend = 1 + r - ((df + 1) / (1 + (df / (t * t))));
            var newton = Math.Log(above / tail) / r;
            var move = newton / (1 + (0.5 * newton * bend));
            t *= Math.Exp(move);

            // The error after a step is the cube of the move, by a factor of about r^2 at most.
            if (Math.Abs(move) * Math.Max(1, r) < Settled)
            {
                return t;
            }
        }

        return null;
    }

    /// <summary>Cornish and Fisher's expansion to four terms; Abramowitz and Stegun (1964), 26.7.5.</summary>
    private static double Expanded(double z, double df)
    {
        var square = z * z;
        var first = (square + 1) / 4;
        var second = ((((5 * square) + 16) * square) + 3) / 96;
        var third = ((((((3 * square) + 19) * square) + 17) * square) - 15) / 384;
        var fourth = ((((((((79 * square) + 776) * square) + 1482) * square) - 1920) * square) - 945) / 92160;
        return z * (1 + ((first + ((second + ((third + (fourth / df)) / df)) / df)) / df));
    }
}
