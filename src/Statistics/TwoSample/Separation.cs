using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.TwoSample;

/// <summary>All canary values above all baseline values: the clearest that any comparison of ranks can be.</summary>
/// <remarks>
/// <para>Shapes: n, m >= 1 values. Units: probability. Method: one over the number of ways to deal n + m values to the arms.</para>
/// <para>Error: relative 1e-12 where the probability is above 1e-300 (measured by BrunnerMunzelTests).</para>
/// <para>Source: R. A. Fisher, The Design of Experiments (1935), section 21.</para>
/// </remarks>
public static class Separation
{
    /// <summary>The chance that values dealt to the arms at random leave all of the canary's above all of the baseline's.</summary>
    /// <param name="baselineCount">n, at least 1.</param>
    /// <param name="canaryCount">m, at least 1.</param>
    /// <returns>At most 1/2; 0 where it is below the smallest double.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1.</exception>
    public static double Chance(long baselineCount, long canaryCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(baselineCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(canaryCount, 1);
        double n = baselineCount, m = canaryCount, share = n / (n + m), rest = m / (n + m);

        // A binomial probability without the powers of its shares is the number of ways.
        return Math.Exp((n * Loader.LogOf(share, rest)) + (m * Loader.LogOf(rest, share)) - Loader.LogMass(n, m, share, rest));
    }
}
