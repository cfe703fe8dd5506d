using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>The normal mixture: an e-value of a z statistic that holds at every look.</summary>
/// <remarks>
/// <para>Shapes: one z with its intrinsic time v. Units: v in buckets or in n m / (n + m); rho in the same.</para>
/// <para>Method: the likelihood ratio of a drifting Brownian motion, averaged over a normal (one-sided: half-normal) drift of variance 1 / rho.</para>
/// <para>Error: exact for Brownian motion; rounding 1e-9 against an independent program (measured by BoundaryTests).</para>
/// <para>Source: S. R. Howard, A. Ramdas, J. McAuliffe and J. Sekhon, Ann. Statist. 49 (2021) 1055-1080, section 3.2.</para>
/// </remarks>
public static class NormalMixture
{
    private const double LargestZ = 60;

    /// <summary>The rho that makes the boundary tightest around one intrinsic time.</summary>
    /// <param name="v">The intrinsic time, above 0; half the planned total is a good one.</param>
    /// <param name="alpha">The level, between 0 and 1; one-sided below 1/2.</param>
    /// <param name="oneSided">Whether only large z count.</param>
    /// <returns>Above 0, in the unit of v.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double BestRho(double v, double alpha, bool oneSided)
    {
        Levels.RequirePositive(v);
        Levels.RequireOpenShare(oneSided ? 2 * alpha : alpha);
        var twice = 2 * Math.Log(1 / (oneSided ? 2 * alpha : alpha));
        return v / (twice + Math.Log(1 + twice));
    }

    /// <summary>log E of a z.</summary>
    /// <param name="z">The statistic.</param>
    /// <param name="v">Its intrinsic time, above 0.</param>
    /// <param name="rho">The tuning, above 0.</param>
    /// <param name="oneSided">Whether only large z count.</param>
    /// <returns>Evidence enough at level alpha from log(1 / alpha).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double LogE(double z, double v, double rho, bool oneSided)
    {
        Levels.RequireFinite(z);
        Levels.RequirePositive(v);
        Levels.RequirePositive(rho);
        var k = v / (v + rho);
        return oneSided
            ? (0.5 * Math.Log(4 * rho / (v + rho))) + Gaussian.LogScaledCdf(z * Math.Sqrt(k))
            : (0.5 * Math.Log(rho / (v + rho))) + (0.5 * k * z * z);
    }

    /// <summary>The z from which the evidence is enough.</summary>
    /// <param name="v">The intrinsic time, above 0.</param>
    /// <param name="rho">The tuning, above 0.</param>
    /// <param name="alpha">The level, between 0 and 1.</param>
    /// <param name="oneSided">Whether only large z count.</param>
    /// <returns>At least 0, at most 60 when one-sided.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double Critical(double v, double rho, double alpha, bool oneSided)
    {
        Levels.RequireOpenShare(alpha);
        var enough = Math.Log(1 / alpha);
        return oneSided
            ? Bisection.LastTrue(0, LargestZ, z => LogE(z, v, rho, true) < enough)
            : Math.Sqrt((v + rho) / v * (Math.Log((v + rho) / rho) + (2 * enough)));
    }
}
