namespace CanaryJudge.Statistics.Sequential;

/// <summary>Do events come in bursts? Pearson's dispersion in one look at all buckets.</summary>
/// <remarks>
/// <para>Shapes: K buckets with events and exposure of both arms, in order of time. Units: none; 1 means independent events.</para>
/// <para>Method: the canary's share of a bucket's events is compared with what the run's rate ratio predicts; the mean of the squared
/// standardised misses. Buckets without events or without exposure in an arm are passed over. Over looks: <see cref="BurstGuard"/>.</para>
/// <para>Error: few events are seldom taken for bursts (measured by EventBucketTests).</para>
/// <para>Source: P. McCullagh and J. A. Nelder, Generalized Linear Models (1989), section 4.5.</para>
/// </remarks>
public static class Dispersion
{
    /// <summary>The dispersion and the number by which counts are divided to account for it.</summary>
    /// <remarks>
    /// With few events a bucket and a small share of the canary a term's variance is 2 plus the binomial's excess kurtosis,
    /// (1 - 6 q (1 - q)) / (E q (1 - q)), which can be ten times 2; the threshold follows it and is never below that of <see cref="BurstGuard"/>.
    /// </remarks>
    /// <param name="baselineEvents">Events of the baseline per bucket, at least 0.</param>
    /// <param name="baselineExposure">Requests or time of the baseline per bucket, at least 0.</param>
    /// <param name="canaryEvents">Events of the canary per bucket, at least 0.</param>
    /// <param name="canaryExposure">Requests or time of the canary per bucket, at least 0.</param>
    /// <returns>The dispersion (NaN with fewer than two buckets that hold events) and the divisor.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a value is negative or not finite.</exception>
    public static (double Dispersion, double Divisor) OneLook(
        ReadOnlySpan<double> baselineEvents,
        ReadOnlySpan<double> baselineExposure,
        ReadOnlySpan<double> canaryEvents,
        ReadOnlySpan<double> canaryExposure)
    {
        EventBuckets.Require(baselineEvents, baselineExposure, canaryEvents, canaryExposure);

        var ratio = WholeRatio(baselineEvents, baselineExposure, canaryEvents, canaryExposure);
        double squares = 0, excess = 0;
        var buckets = 0;
        for (var k = 0; k < canaryEvents.Length; k++)
        {
            var events = baselineEvents[k] + canaryEvents[k];
            if (events > 0 && baselineExposure[k] > 0 && canaryExposure[k] > 0)
            {
                var share = EventBuckets.CanaryShare(baselineExposure[k], canaryExposure[k], ratio);
                var variance = events * share * (1 - share);
                var miss = canaryEvents[k] - (events * share);
                squares += miss * miss / variance;
                excess += (1 - (6 * share * (1 - share))) / variance;
                buckets++;
            }
        }

        var dispersion = buckets < 2 ? double.NaN : squares / (buckets - 1);
        var scatter = 2 + Math.Max(0, excess / Math.Max(1, buckets));
        return (dispersion, dispersion > 1 + (2 * Math.Sqrt(scatter / (buckets - 1))) ? dispersion : 1);
    }

    /// <summary>The rate ratio of the whole run: all buckets are known, so it is not the one of the buckets before.</summary>
    internal static double WholeRatio(
        ReadOnlySpan<double> baselineEvents,
        ReadOnlySpan<double> baselineExposure,
        ReadOnlySpan<double> canaryEvents,
        ReadOnlySpan<double> canaryExposure)
    {
        double canarySum = 0, baselineSum = 0, canaryExpected = 0, baselineExpected = 0;
        for (var k = 0; k < canaryEvents.Length; k++)
        {
            if (baselineExposure[k] > 0 && canaryExposure[k] > 0)
            {
                var even = EventBuckets.CanaryShare(baselineExposure[k], canaryExposure[k], 1);
                canarySum += canaryEvents[k];
                baselineSum += baselineEvents[k];
                canaryExpected += (baselineEvents[k] + canaryEvents[k]) * even;
                baselineExpected += (baselineEvents[k] + canaryEvents[k]) * (1 - even);
            }
        }

        return (canarySum + 0.5) / (canaryExpected + 0.5) / ((baselineSum + 0.5) / (baselineExpected + 0.5));
    }
}
