namespace CanaryJudge.Judging.Kayenta;

/// <summary>The root finder of Kayenta's interval, step by step.</summary>
/// <remarks>
/// <para>Shapes: a function of one number and an interval at whose ends its signs differ. Units: any.</para>
/// <para>Method: zeroin: inverse quadratic or secant steps, bisection where those stray; the order of operations is part of the method.</para>
/// <para>Error: up to 1e-4, absolute, in whatever unit: the known flaw that makes Kayenta blind to shifts of that size. Our own rule does not use it.</para>
/// <para>Source: R. P. Brent, Algorithms for Minimization without Derivatives (1973), chapter 4, as in R's uniroot.</para>
/// </remarks>
public static class BrentRoot
{
    /// <summary>How far off a root may be.</summary>
    public const double Tolerance = 1e-4;

    private const double Epsilon = 1.0 / (1L << 52);
    private const int MostRounds = 1001;

    /// <summary>Finds a root.</summary>
    /// <param name="f">The function; when it says NaN the search ends with NaN.</param>
    /// <param name="low">The lower end.</param>
    /// <param name="atLow">The function there.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="atHigh">The function there.</param>
    /// <returns>A point near a change of sign, or where the function is 0.</returns>
    public static double Find(Func<double, double> f, double low, double atLow, double high, double atHigh)
    {
        double a = low, b = high, c = a, fa = atLow, fb = atHigh, fc = fa;
        if (double.IsNaN(fa) || double.IsNaN(fb))
        {
            return double.NaN;
        }

        if (IsZero(fa))
        {
            return a;
        }

        for (var round = 0; round < MostRounds && !IsZero(fb); round++)
        {
            var previous = b - a;
            if (Math.Abs(fc) < Math.Abs(fb))
            {
                (a, b, c) = (b, c, b);
                (fa, fb, fc) = (fb, fc, fb);
            }

            var tolerance = (2 * Epsilon * Math.Abs(b)) + (Tolerance / 2);
            var step = (c - b) / 2;
            if (Math.Abs(step) <= tolerance || IsZero(fb))
            {
                return b;
            }

            if (Math.Abs(previous) >= tolerance && Math.Abs(fa) > Math.Abs(fb))
            {
                var (p, q) = Interpolate(a, b, c, fa, fb, fc);
                if (p < (0.75 * (c - b) * q) - (Math.Abs(tolerance * q) / 2) && p < Math.Abs(previous * q / 2))
                {
                    step = p / q;
                }
            }

            if (Math.Abs(step) < tolerance)
            {
                step = step > 0 ? tolerance : -tolerance;
            }

            a = b;
            fa = fb;
            b += step;
            fb = f(b);
            if (double.IsNaN(fb))
            {
                return double.NaN;
            }

            if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0))
            {
                c = a;
                fc = fa;
            }
        }

        return b;
    }

    /// <summary>The step p/q, with p made positive: secant with two points, inverse quadratic with three.</summary>
    private static (double P, double Q) Interpolate(double a, double b, double c, double fa, double fb, double fc)
    {
        double p, q, w = c - b;
        if (a == c)
        {
            var t1 = fb / fa;
            p = w * t1;
            q = 1 - t1;
        }
        else
        {
            q = fa / fc;
            double t1 = fb / fc, t2 = fb / fa;
            p = t2 * ((w * q * (q - t1)) - ((b - a) * (t1 - 1)));
            q = (q - 1) * (t1 - 1) * (t2 - 1);
        }

        return p > 0 ? (p, -q) : (-p, q);
    }

    private static bool IsZero(double value) => Math.Abs(value) <= double.Epsilon;
}
