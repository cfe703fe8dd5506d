namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Robust z: how far is a value from where the reference values usually lie?</summary>
/// <remarks>
/// <para>Shapes: n >= 1 reference values, any order; any number of values to score. Units: none, z counts scales.</para>
/// <para>Method: z = (x - median) / s with s = 1.4826 times the median absolute deviation; where that is 0, sqrt(pi / 2) times the mean
/// absolute deviation from the median; where that is 0 too, z is 0 at the median and infinite elsewhere.</para>
/// <para>Error: rounding (held to NumPy at 1e-9 by AnomalyVectorTests). A label for readers and a score to be calibrated by
/// <see cref="ConformalP"/>, never a normal deviate: 9% of healthy latencies are beyond 3.5.</para>
/// <para>Source: B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers (1993), section 3.3.</para>
/// </remarks>
public static class RobustZ
{
    /// <summary>From fewer reference values no score is told.</summary>
    public const int FewestReference = 8;

    /// <summary>Beyond it a reader may call a value far.</summary>
    public const double Far = 3.5;

    /// <summary>The MAD of a normal distribution is 1 / 1.4826 standard deviations.</summary>
    private const double OfMad = 1.4826;

    /// <summary>Median and scale of reference values in any order.</summary>
    /// <param name="reference">Finite values, at least one.</param>
    /// <returns>Their robust scale.</returns>
    /// <exception cref="ArgumentException">There are no values, or one is not finite.</exception>
    public static RobustScale Of(ReadOnlySpan<double> reference)
    {
        Samples.RequireSample(reference);
        return OfSorted(Samples.Sorted(reference));
    }

    /// <summary>Median and scale of sorted reference values: O(n), no memory.</summary>
    /// <param name="sorted">Finite values in ascending order, at least one; the order is not checked.</param>
    /// <returns>Their robust scale.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static RobustScale OfSorted(ReadOnlySpan<double> sorted)
    {
        var median = Samples.Median(sorted);
        var mad = OfMad * MedianDeviation(sorted, median);
        if (mad > 0)
        {
            return new(median, mad, ScaleKind.Mad);
        }

        double sum = 0;
        foreach (var value in sorted)
        {
            sum += Math.Abs(value - median);
        }

        var mean = Math.Sqrt(Math.PI / 2) * (sum / sorted.Length);
        return mean > 0 ? new(median, mean, ScaleKind.MeanAd) : new(median, 0, ScaleKind.Constant);
    }

    /// <summary>The median of |x - median|: deviations grow from the middle outwards on both sides, so the half of them is merged.</summary>
    private static double MedianDeviation(ReadOnlySpan<double> sorted, double median)
    {
        int above = sorted.Length / 2, below = above - 1;
        double last = 0, before = 0;
        for (var taken = 0; taken <= sorted.Length / 2; taken++)
        {
            before = last;
            last = above == sorted.Length || (below >= 0 && median - sorted[below] < sorted[above] - median)
                ? median - sorted[below--]
                : sorted[above++] - median;
        }

        return sorted.Length % 2 == 1 ? last : before + ((last - before) / 2);
    }
}
