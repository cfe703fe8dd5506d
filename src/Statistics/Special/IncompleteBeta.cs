namespace CanaryJudge.Statistics.Special;

/// <summary>The regularized incomplete beta function, and the binomial and Student tails that follow from it.</summary>
/// <remarks>
/// <para>Math.NET's own loses ten digits at large arguments, because it takes differences of log-gamma; hence this one.</para>
/// <para>Measured by IncompleteBetaTests: relative error below 1e-12 for a, b up to 1e6 and values down to 1e-300.</para>
/// <para>Source: continued fraction of M. Abramowitz and I. A. Stegun (1964), 26.5.8, by W. J. Lentz's method; factor by Loader.</para>
/// </remarks>
internal static class IncompleteBeta
{
    private const double Tiny = 1e-300;

    /// <summary>I_x(a, b) for a, b > 0 and x in [0, 1], y = 1 - x given with its own digits.</summary>
    internal static double Regularized(double a, double b, double x, double y)
    {
        if (x <= 0)
        {
            return 0;
        }

        if (y <= 0)
        {
            return 1;
        }

        return x * (a + b + 2) < a + 1 ? Tail(a, b, x, y) : 1 - Tail(b, a, y, x);
    }

    /// <summary>P(X >= events) of a binomial with the given number of trials; events need not be whole.</summary>
    internal static double AtLeast(double events, double trials, double p, double q) =>
        events <= 0 ? 1 : events > trials ? 0 : Regularized(events, trials - events + 1, p, q);

    /// <summary>P(X &lt;= events) of a binomial with the given number of trials; events need not be whole.</summary>
    internal static double AtMost(double events, double trials, double p, double q) =>
        AtLeast(trials - events, trials, q, p);

    /// <summary>P(T &lt;= -|t|) of Student's distribution.</summary>
    internal static double StudentTail(double t, double degrees)
    {
        var square = t * t;
        return 0.5 * Regularized(degrees / 2, 0.5, 1 / (1 + (square / degrees)), square == 0 ? 0 : 1 / (1 + (degrees / square)));
    }

    private static double Tail(double a, double b, double x, double y)
    {
        var factor = Math.Exp(Loader.LogMass(a, b, x, y)) * b / (a + b);
        return factor == 0 ? 0 : Math.Min(1, factor * Fraction(a, b, x));
    }

    private static double Fraction(double a, double b, double x)
    {
        double c = 1, d = 1 / Floor(1 - ((a + b) * x / (a + 1))), h = d;
        for (double m = 1; m < 1e7; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Floor(1 + (even * d));
            c = Floor(1 + (even / c));
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Floor(1 + (odd * d));
            c = Floor(1 + (odd / c));
            h *= d * c;
            if (Math.Abs((d * c) - 1) < 3e-16)
            {
                break;
            }
        }

        return h;
    }

    private static double Floor(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
