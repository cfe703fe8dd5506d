namespace CanaryJudge.Statistics.Special;

/// <summary>The regularized incomplete beta function, and the binomial and Student tails that follow from it.</summary>
/// <remarks>
/// <para>Math.NET's own loses ten digits at large arguments, because it takes differences of log-gamma; hence this one.</para>
/// <para>Measured by IncompleteBetaTests: relative error below 1e-12 for a, b up to 1e6 and values down to 1e-300.</para>
/// <para>Source: A. R. DiDonato and A. H. Morris, ACM Trans. Math. Softw. 18 (1992) 360-373, formula 9; factor by Loader.</para>
/// </remarks>
internal static class IncompleteBeta
{
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

        var excess = Excess(a, b, x, y);
        return excess >= 0 ? Tail(a, b, x, y, excess, Factor(a, b, x, y)) : 1 - Tail(b, a, y, x, -excess, Factor(b, a, y, x));
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

    /// <summary>The tail of <see cref="StudentTail"/> beside the density at t, for t above 0.</summary>
    internal static (double Tail, double Density) Student(double t, double degrees)
    {
        double square = t * t, a = degrees / 2, x = 1 / (1 + (square / degrees)), y = 1 / (1 + (degrees / square));
        if (x <= 0 || y <= 0)
        {
            return (StudentTail(t, degrees), 0);
        }

        // x^a y^(1/2) / B(a, 1/2) is t times the density, and from t = 1 on a factor of the tail.
        var factor = Factor(a, 0.5, x, y);
        var excess = Excess(a, 0.5, x, y);
        return (excess >= 0 ? 0.5 * Tail(a, 0.5, x, y, excess, factor) : StudentTail(t, degrees), factor / t);
    }

    private static double Factor(double a, double b, double x, double y) => Math.Exp(Loader.LogMass(a, b, x, y)) * a * b / (a + b);

    /// <summary>How far a lies above (a + b) x, from whichever of x and y keeps the digits.</summary>
    private static double Excess(double a, double b, double x, double y) => x <= y ? a - ((a + b) * x) : ((a + b) * y) - b;

    private static double Tail(double a, double b, double x, double y, double excess, double factor) =>
        factor == 0 ? 0 : Math.Min(1, factor * Fraction(a, b, x, y, excess));

    /// <summary>The continued fraction in a form whose terms do not cancel near the mean of large a and b.</summary>
    private static double Fraction(double a, double b, double x, double y, double excess)
    {
        double c = 1 + excess, c1 = 1 + (1 / a), p = 1, s = a + 1;
        double above = 0, below = 1, nextAbove = 1, nextBelow = c / c1, value = c1 / c;
        for (double n = 1; n < 1e7; n++)
        {
            double t = n / a, w = n * (b - n) * x, e = a / s;
            var alpha = p * (p + (b / a)) * e * e * w * x;
            var beta = n + (w / s) + ((1 + t) / (c1 + t + t) * (c + (n * (y + 1))));
            p = 1 + t;
            s += 2;
            (above, nextAbove) = (nextAbove, (alpha * above) + (beta * nextAbove));
            (below, nextBelow) = (nextBelow, (alpha * below) + (beta * nextBelow));

            var previous = value;
            value = nextAbove / nextBelow;
            if (Math.Abs(value - previous) <= 2e-16 * value)
            {
                break;
            }

            // Only the quotient matters: scaled so that nothing overflows.
            (above, below, nextAbove, nextBelow) = (above / nextBelow, below / nextBelow, value, 1);
        }

        return value;
    }
}
