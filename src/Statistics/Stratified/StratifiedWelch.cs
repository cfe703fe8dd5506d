using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Stratified;

/// <summary>The change of the mean, standardised to the canary's mix of strata.</summary>
/// <remarks>
/// <para>Shapes: S strata of n and m values. Units: those of the values.</para>
/// <para>Method: sum of w (mean of the canary - mean of the baseline), w the canary's values over all of its values; variance sum of w squared
/// (s_c^2 / m + s_b^2 / n); degrees of freedom after Satterthwaite. One stratum: <see cref="Welch"/>.</para>
/// <para>Error: rounding, relative 1e-10 against R (measured by StratifiedWelchTests); the level is that of Welch's approximation.</para>
/// <para>Source: F. E. Satterthwaite, Biometrics Bull. 2 (1946) 110-114; W. G. Cochran, Sampling Techniques (1977), section 5.4.</para>
/// </remarks>
public static class StratifiedWelch
{
    /// <summary>The test against equal means.</summary>
    /// <param name="strata">At least one.</param>
    /// <param name="alternative">What to look for.</param>
    /// <returns>t and the p-value; p is 1 where nothing varies or an arm of a stratum has one value.</returns>
    /// <exception cref="ArgumentException">There is no stratum, or an arm is empty, not finite or not ascending.</exception>
    public static TwoSampleResult Run(IReadOnlyList<SampleStratum> strata, Alternative alternative)
    {
        var (difference, _, _, error, degrees) = Compare(strata);
        if (!(error > 0))
        {
            return new(0, 1, double.NaN, Exact: false);
        }

        var t = difference / error;
        var tail = IncompleteBeta.StudentTail(Math.Abs(t), degrees);
        var p = alternative switch
        {
            Alternative.Different => Math.Min(1, 2 * tail),
            Alternative.Greater => t > 0 ? tail : 1 - tail,
            _ => t < 0 ? tail : 1 - tail,
        };
        return new(t, p, double.NaN, Exact: false);
    }

    /// <summary>The standardised difference with an interval, and the two means it is of.</summary>
    /// <param name="strata">At least one.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <returns>Canary minus baseline; the baseline's mean in the canary's mix; the canary's mean.</returns>
    /// <exception cref="ArgumentException">There is no stratum, or an arm is empty, not finite or not ascending.</exception>
    public static (Interval Difference, double Baseline, double Canary) Interval(IReadOnlyList<SampleStratum> strata, double endLevel)
    {
        Levels.RequireEnd(endLevel);
        var (difference, baseline, canary, error, degrees) = Compare(strata);
        var reach = double.IsNaN(error) ? double.PositiveInfinity : error == 0 ? 0 : error * StudentNormal.CriticalT(-Gaussian.Quantile(endLevel), degrees);
        return (new(difference, difference - reach, difference + reach), baseline, canary);
    }

    private static (double Difference, double Baseline, double Canary, double Error, double Degrees) Compare(IReadOnlyList<SampleStratum> strata)
    {
        SampleStratum.Require(strata);
        double all = strata.Sum(s => (double)s.Canary.Length), difference = 0, baseline = 0, canary = 0;
        var parts = new List<(double Error, double Degrees)>(2 * strata.Count);
        foreach (var (b, c) in strata)
        {
            double weight = c.Length / all, meanOfBaseline = Samples.Mean(b), meanOfCanary = Samples.Mean(c);
            difference += weight * (meanOfCanary - meanOfBaseline);
            baseline += weight * meanOfBaseline;
            canary += weight * meanOfCanary;
            parts.Add((weight * Samples.Deviation(b, meanOfBaseline) / Math.Sqrt(b.Length), b.Length - 1));
            parts.Add((weight * Samples.Deviation(c, meanOfCanary) / Math.Sqrt(c.Length), c.Length - 1));
        }

        // In units of the largest error, so that very small or large units do not over- or underflow when squared.
        var unit = parts.Max(p => p.Error);
        double Share(double error) => unit > 0 ? error / unit * (error / unit) : 0;
        var variance = parts.Sum(p => Share(p.Error));
        var degrees = variance / parts.Sum(p => Share(p.Error) / variance * Share(p.Error) / p.Degrees);
        return (difference, baseline, canary, unit * Math.Sqrt(variance), degrees);
    }
}
