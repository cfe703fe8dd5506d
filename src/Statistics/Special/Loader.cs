namespace CanaryJudge.Statistics.Special;

/// <summary>The binomial probability by its saddle point, without the cancellation of log-gamma differences.</summary>
/// <remarks>Source: C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000).</remarks>
internal static class Loader
{
    private const double LogOfTwoPi = 1.8378770664093454836;

    /// <summary>log Gamma(n + 1) minus Stirling's formula, n > 0, not necessarily whole.</summary>
    internal static double StirlingError(double n)
    {
        // The series needs n >= 15; below that the exact recurrence from n + 1 to n leads up to it.
        double correction = 0;
        while (n < 15)
        {
            correction += ((n + 0.5) * Log1P(1 / n)) - 1;
            n++;
        }

        var square = n * n;
        return correction + (((1.0 / 12) - (((1.0 / 360) - (((1.0 / 1260) - (((1.0 / 1680) - (1.0 / 1188 / square)) / square)) / square)) / square)) / n);
    }

    /// <summary>x log(x / mean) + mean - x, for x, mean > 0.</summary>
    internal static double Deviance(double x, double mean)
    {
        if (Math.Abs(x - mean) >= 0.1 * (x + mean))
        {
            return (x * Math.Log(x / mean)) + mean - x;
        }

        var v = (x - mean) / (x + mean);
        var sum = (x - mean) * v;
        var term = 2 * x * v;
        for (var j = 1; j < 1000; j++)
        {
            term *= v * v;
            var next = sum + (term / ((2 * j) + 1));
            if (next == sum)
            {
                break;
            }

            sum = next;
        }

        return sum;
    }

    /// <summary>log of Gamma(x+y+1) / (Gamma(x+1) Gamma(y+1)) p^x q^y, for x, y >= 0 and q = 1 - p given with its own digits.</summary>
    internal static double LogMass(double x, double y, double p, double q)
    {
        if (x == 0)
        {
            return y == 0 ? 0 : y * LogOf(q, p);
        }

        if (y == 0)
        {
            return x * LogOf(p, q);
        }

        if (p == 0 || q == 0)
        {
            return double.NegativeInfinity;
        }

        var n = x + y;
        return StirlingError(n) - StirlingError(x) - StirlingError(y) - Deviance(x, n * p) - Deviance(y, n * q)
            - (0.5 * (LogOfTwoPi + Math.Log(x) + Math.Log(y / n)));
    }

    /// <summary>log(1 + x) with full relative precision.</summary>
    /// <remarks>Source: W. Kahan's correction, N. J. Higham, Accuracy and Stability of Numerical Algorithms (2002), section 1.14.1.</remarks>
    internal static double Log1P(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Log(1 + x);
        }

        var u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }

    /// <summary>log p, from whichever of p and 1 - p keeps the digits.</summary>
    internal static double LogOf(double p, double complement) => p > 0.5 ? Log1P(-complement) : Math.Log(p);
}
