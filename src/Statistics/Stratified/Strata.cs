namespace CanaryJudge.Statistics.Stratified;

/// <summary>How strata are put together.</summary>
public static class Strata
{
    /// <summary>One z from the strata's own: sum of sqrt(v) z over the root of the sum of v.</summary>
    /// <remarks>
    /// <para>Shapes: S values of z and S of v, the strata's information. Units: none. Method: z that are standard normal and
    /// independent when nothing changed stay so; the weights are those that see a common small shift best.</para>
    /// <para>Error: rounding (measured by StrataTests against an independent program). Source: Ph. van Elteren, Bull. Int. Statist.
    /// Inst. 37 (1960) 351-361; S. A. Stouffer et al., The American Soldier (1949), volume 1, page 45, for the weighted sum.</para>
    /// </remarks>
    /// <param name="z">The strata's standard scores, finite.</param>
    /// <param name="v">Their information, at least 0: n m / (n + m) for ranks.</param>
    /// <returns>The combined z and the sum of v; z is 0 without information.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a value is out of range.</exception>
    public static (double Z, double Information) Combine(ReadOnlySpan<double> z, ReadOnlySpan<double> v)
    {
        Samples.RequireSameLength(z, v);
        double sum = 0, information = 0;
        for (var s = 0; s < z.Length; s++)
        {
            Levels.RequireFinite(z[s], nameof(z));
            Levels.RequireNotNegative(v[s], nameof(v));
            sum += Math.Sqrt(v[s]) * z[s];
            information += v[s];
        }

        return (information > 0 ? sum / Math.Sqrt(information) : 0, information);
    }

    internal static void RequireAny(int count, string parameterName)
    {
        if (count == 0)
        {
            throw new ArgumentException("At least one stratum is needed; there is none.", parameterName);
        }
    }
}
