namespace CanaryJudge.Statistics.Dependence;

/// <summary>How much neighbouring values of a series resemble each other.</summary>
public static class Autocorrelation
{
    /// <summary>The largest autocorrelation that is ever used; beyond it a series says nothing about its mean.</summary>
    public const double Largest = 0.95;

    /// <summary>The sample autocorrelation at lag one.</summary>
    /// <remarks>
    /// <para>Shapes: n values in order of time. Units: none. Method: sum of products of neighbouring deviations over sum of
    /// squares. Error: rounding; the estimate itself is biased downwards by about (1 + 4 r) / n, see <see cref="Corrected"/>.</para>
    /// <para>Source: M. S. Bartlett, J. R. Statist. Soc. Suppl. 8 (1946) 27-41.</para>
    /// </remarks>
    /// <param name="series">Finite values, at least one.</param>
    /// <returns>In [-1, 1]; 0 for a constant series.</returns>
    /// <exception cref="ArgumentException">The series is empty or not finite.</exception>
    public static double LagOne(ReadOnlySpan<double> series)
    {
        Samples.RequireSample(series);
        var moments = new RunningMoments();
        foreach (var value in series)
        {
            moments.Add(value);
        }

        return moments.LagOne;
    }

    /// <summary>The autocorrelation with its small-sample bias removed: r + (1 + 4 max(r, 0)) / n, within [0, 0.95].</summary>
    /// <remarks>
    /// <para>Shapes: one number and the length it comes from. Units: none. Method: the first-order bias of an estimate around
    /// the sample mean is added back; negative values, which would only narrow an interval, become 0.</para>
    /// <para>Error: of order 1 / n^2 in expectation. Source: M. G. Kendall, Biometrika 41 (1954) 403-404.</para>
    /// </remarks>
    /// <param name="r">The sample autocorrelation, in [-1, 1].</param>
    /// <param name="n">The length of the series, at least 1.</param>
    /// <returns>In [0, 0.95].</returns>
    /// <exception cref="ArgumentOutOfRangeException">n is below 1, or r is not finite.</exception>
    public static double Corrected(double r, int n)
    {
        Levels.RequireFinite(r);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return Math.Clamp(r + ((1 + (4 * Math.Max(r, 0))) / n), 0, Largest);
    }

    /// <summary>One standard error above the corrected autocorrelation: phi + sqrt((1 - phi^2) / n), within [0, 0.95].</summary>
    /// <remarks>
    /// <para>Shapes: one number and the length it comes from. Units: none. Method: a cautious value for short series.</para>
    /// <para>Error: the standard error is asymptotic. Source: M. S. Bartlett, J. R. Statist. Soc. Suppl. 8 (1946) 27-41.</para>
    /// </remarks>
    /// <param name="phi">The corrected autocorrelation, in [0, 1].</param>
    /// <param name="n">The length of the series, at least 1.</param>
    /// <returns>In [0, 0.95].</returns>
    /// <exception cref="ArgumentOutOfRangeException">n is below 1, or phi is not in [0, 1].</exception>
    public static double Strict(double phi, int n)
    {
        Levels.RequireShare(phi);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return Math.Clamp(phi + Math.Sqrt((1 - (phi * phi)) / n), 0, Largest);
    }
}
