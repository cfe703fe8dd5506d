namespace CanaryJudge.Statistics.Sequential;

/// <summary>Is the canary's event rate above a multiple of the baseline's, bucket by bucket?</summary>
/// <remarks>
/// <para>Shapes: K buckets with events and exposure of both arms. Units: none. Method: given the sum of a bucket's events the
/// canary's count is binomial, so a common, drifting rate and a changing split cancel; z = S / sqrt(V d).</para>
/// <para>Error: asymptotic; agrees with an independent program to 1e-9 (measured by SequentialVectorTests).</para>
/// <para>Source: D. R. Cox, J. R. Statist. Soc. B 20 (1958) 215-242; N. E. Breslow and N. E. Day, Statistical Methods in
/// Cancer Research II (1987), section 3.4.</para>
/// </remarks>
public static class ConditionalScore
{
    /// <summary>The standardised score.</summary>
    /// <param name="baselineEvents">Events of the baseline per bucket, at least 0.</param>
    /// <param name="baselineExposure">Requests or time of the baseline per bucket, at least 0.</param>
    /// <param name="canaryEvents">Events of the canary per bucket, at least 0.</param>
    /// <param name="canaryExposure">Requests or time of the canary per bucket, at least 0.</param>
    /// <param name="nullRatio">The rate ratio of the null hypothesis, above 0.</param>
    /// <param name="divisor">The dispersion that is accounted for, at least 1; 1 for independent events.</param>
    /// <returns>z; above 0 when the canary has more events than the ratio explains; 0 without information.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a value is negative or not finite, or a number is out of range.</exception>
    public static double Z(
        ReadOnlySpan<double> baselineEvents,
        ReadOnlySpan<double> baselineExposure,
        ReadOnlySpan<double> canaryEvents,
        ReadOnlySpan<double> canaryExposure,
        double nullRatio,
        double divisor)
    {
        EventBuckets.Require(baselineEvents, baselineExposure, canaryEvents, canaryExposure);
        Levels.RequirePositive(nullRatio);
        ArgumentOutOfRangeException.ThrowIfLessThan(divisor, 1);
        double score = 0, variance = 0;
        for (var k = 0; k < canaryEvents.Length; k++)
        {
            if (baselineExposure[k] > 0 && canaryExposure[k] > 0)
            {
                var events = baselineEvents[k] + canaryEvents[k];
                var share = EventBuckets.CanaryShare(baselineExposure[k], canaryExposure[k], nullRatio);
                score += canaryEvents[k] - (events * share);
                variance += events * share * (1 - share);
            }
        }

        return variance > 0 ? score / Math.Sqrt(variance * divisor) : 0;
    }
}
