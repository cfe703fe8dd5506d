using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>The boundary for looks without a plan: nothing is decided before intrinsic time m, everything after it is allowed.</summary>
/// <remarks>
/// <para>Shapes: one z with its intrinsic time v, one start m. Units: v and m in buckets or in n m / (n + m).</para>
/// <para>Method: with g(z) = z^2 / 2 + log Phi(z), stop at v >= m when g(z) >= g(a) + log(v / m) / 2, where a spends the level:
/// alpha = 1 - Phi(a) + a phi(a) + phi(a)^2 / Phi(a).</para>
/// <para>Error: exact for Brownian motion watched for ever; rounding 1e-9 against an independent program (measured by BoundaryTests).</para>
/// <para>Source: H. Robbins and D. Siegmund, Ann. Math. Statist. 41 (1970) 1410-1429.</para>
/// </remarks>
public sealed class DelayedStart
{
    private const double LargestZ = 60;
    private readonly double _scaled;

    /// <summary>A one-sided boundary.</summary>
    /// <param name="alpha">The level over all looks; above 0, at most 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside its range.</exception>
    public DelayedStart(double alpha)
    {
        Levels.RequireEnd(alpha);
        Alpha = alpha;
        First = Bisection.LastTrue(0, LargestZ, a => Level(a) > alpha);
        _scaled = Gaussian.LogScaledCdf(First);
    }

    /// <summary>The level over all looks.</summary>
    public double Alpha { get; }

    /// <summary>The critical z at the start, v = m.</summary>
    public double First { get; }

    /// <summary>The critical z.</summary>
    /// <param name="v">The intrinsic time, at least 0.</param>
    /// <param name="m">The start, above 0.</param>
    /// <returns>From <see cref="First"/> on, rising with v; positive infinity before the start.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public double Critical(double v, double m)
    {
        Levels.RequireNotNegative(v);
        Levels.RequirePositive(m);
        return v < m ? double.PositiveInfinity : Inverse(_scaled + (0.5 * Math.Log(v / m)));
    }

    /// <summary>The smallest level at which this look alone would have stopped; the reported p is the running minimum.</summary>
    /// <param name="z">The statistic.</param>
    /// <param name="v">The intrinsic time, at least 0.</param>
    /// <param name="m">The start, above 0.</param>
    /// <returns>In [0, 1]; 1 before the start.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double AnytimeP(double z, double v, double m)
    {
        Levels.RequireFinite(z);
        Levels.RequireNotNegative(v);
        Levels.RequirePositive(m);
        if (v < m)
        {
            return 1;
        }

        var scaled = Gaussian.LogScaledCdf(z) - (0.5 * Math.Log(v / m));
        return scaled <= Gaussian.LogScaledCdf(0) ? 1 : Math.Clamp(Level(Inverse(scaled)), 0, 1);
    }

    /// <summary>The critical |z| of a two-sided test or interval.</summary>
    /// <param name="v">The intrinsic time, at least 0.</param>
    /// <param name="m">The start, above 0.</param>
    /// <param name="alpha">The level of both sides together, between 0 and 1.</param>
    /// <returns>Rising with v; positive infinity before the start.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double TwoSidedCritical(double v, double m, double alpha)
    {
        Levels.RequireNotNegative(v);
        Levels.RequirePositive(m);
        Levels.RequireOpenShare(alpha);
        var a = Bisection.LastTrue(0, LargestZ, x => 2 * (Gaussian.Cdf(-x) + (x * Gaussian.Density(x))) > alpha);
        return v < m ? double.PositiveInfinity : Math.Sqrt((a * a) + Math.Log(v / m));
    }

    /// <summary>The level that a start at critical value a spends.</summary>
    private static double Level(double a)
    {
        var density = Gaussian.Density(a);
        return Gaussian.Cdf(-a) + (a * density) + (density * density / Gaussian.Cdf(a));
    }

    /// <summary>The z >= 0 whose g is the given value, by Newton's steps.</summary>
    private static double Inverse(double scaled)
    {
        // Phi >= 1/2 puts the start right of the root; g is convex from 0 on, so the steps descend to it and end when they no longer do.
        var z = Math.Sqrt(Math.Max(0, 2 * (scaled + Math.Log(2))));
        while (z > 0)
        {
            var next = z - ((Gaussian.LogScaledCdf(z) - scaled) / (z + (Gaussian.Density(z) / Gaussian.Cdf(z))));
            if (!(next < z))
            {
                break;
            }

            z = next;
        }

        return Math.Max(0, z);
    }
}
