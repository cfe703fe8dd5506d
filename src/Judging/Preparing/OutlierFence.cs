using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Preparing;

/// <summary>Where outliers begin: three interquartile ranges outside the quartiles of both arms together.</summary>
/// <remarks>
/// One fence for both arms, so that removing outliers cannot favour one of them. Source: J. W. Tukey, Exploratory Data Analysis (1977),
/// the outer fences.
/// </remarks>
internal static class OutlierFence
{
    /// <summary>The lowest and the highest value that are kept.</summary>
    public static (double Lowest, double Highest) Of(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary)
    {
        double[] pooled = [.. baseline, .. canary];
        if (pooled.Length == 0)
        {
            return (double.NegativeInfinity, double.PositiveInfinity);
        }

        Samples.Sort(pooled);
        double low = Quantiles.Of(pooled, 0.25), high = Quantiles.Of(pooled, 0.75);
        return (low - (3 * (high - low)), high + (3 * (high - low)));
    }
}
