namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Conformal p-value: how rare is a score among scores that are known to be ordinary?</summary>
/// <remarks>
/// <para>Shapes: n calibration scores, ascending, larger is stranger. Units: any; only the order matters.</para>
/// <para>Method: p = (1 + number of calibration scores at or above) / (n + 1).</para>
/// <para>Error: none. If the calibration scores and the new one are exchangeable, P(p at most a) is at most a for every a and every
/// score, on average over calibrations. P-values that share one calibration depend on each other.</para>
/// <para>Source: V. Vovk, A. Gammerman and G. Shafer, Algorithmic Learning in a Random World (2005), section 2.2.</para>
/// </remarks>
public static class ConformalP
{
    /// <summary>The p-value of one score. O(log n).</summary>
    /// <param name="sortedCalibration">Scores in ascending order; not checked. Infinite ones are allowed.</param>
    /// <param name="score">The score; not NaN.</param>
    /// <returns>From 1 / (n + 1) to 1.</returns>
    public static double Of(ReadOnlySpan<double> sortedCalibration, double score) =>
        (1.0 + sortedCalibration.Length - Below(sortedCalibration, score)) / (sortedCalibration.Length + 1.0);

    /// <summary>The smallest p-value that so many calibration scores can give.</summary>
    /// <param name="calibrationCount">n, at least 0.</param>
    /// <returns>1 / (n + 1).</returns>
    public static double Floor(int calibrationCount) => 1 / (calibrationCount + 1.0);

    /// <summary>How many ascending scores lie below one.</summary>
    private static int Below(ReadOnlySpan<double> sorted, double score)
    {
        int from = 0, to = sorted.Length;
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = sorted[middle] < score ? (middle + 1, to) : (from, middle);
        }

        return from;
    }
}
