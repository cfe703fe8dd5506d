using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.TwoSample;

/// <summary>Welch's t test: do the arms' means differ?</summary>
/// <remarks>
/// <para>Shapes: n baseline and m canary values, n, m >= 2 for a p-value below 1, any order. Units: those of the values.</para>
/// <para>Method: difference of the means over its standard error without pooling, Satterthwaite's degrees of freedom.</para>
/// <para>Error: relative 1e-10 against R's t.test (measured by WelchTests); slow to reach its level under heavy tails.</para>
/// <para>Assumes independent values and enough of them for the means to be near normal.</para>
/// <para>Source: B. L. Welch, Biometrika 34 (1947) 28-35.</para>
/// </remarks>
public sealed class Welch : ITwoSampleTest
{
    /// <inheritdoc />
    public string Name => "welch";

    /// <inheritdoc />
    public string Question => "do the means differ?";

    /// <inheritdoc />
    public TwoSampleResult Run(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, Alternative alternative)
    {
        Samples.RequireSample(baseline);
        Samples.RequireSample(canary);
        var (difference, error, degrees) = Compare(baseline, canary);
        var t = error > 0 ? difference / error : 0;
        var tail = error > 0 ? IncompleteBeta.StudentTail(Math.Abs(t), degrees) : 1;
        var p = alternative switch
        {
            _ when !(error > 0) => 1,
            Alternative.Different => Math.Min(1, 2 * tail),
            Alternative.Greater => t > 0 ? tail : 1 - tail,
            _ => t < 0 ? tail : 1 - tail,
        };
        return new(t, p, double.NaN, Exact: false);
    }

    /// <summary>The difference of the means, canary minus baseline, with an interval.</summary>
    /// <param name="baseline">n >= 1 finite values.</param>
    /// <param name="canary">m >= 1 finite values.</param>
    /// <param name="endLevel">The chance that one end is wrong, in (0, 0.5).</param>
    /// <returns>In the unit of the values; infinite ends where an arm has one value; both ends at the estimate where nothing varies.</returns>
    /// <exception cref="ArgumentException">An arm is empty or not finite.</exception>
    public static Interval Interval(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, double endLevel)
    {
        Samples.RequireSample(baseline);
        Samples.RequireSample(canary);
        Levels.RequireEnd(endLevel);
        var (difference, error, degrees) = Compare(baseline, canary);
        var reach = double.IsNaN(error) ? double.PositiveInfinity
            : error == 0 ? 0
            : error * Dependence.StudentNormal.CriticalT(Gaussian.Critical(endLevel), degrees);
        return new(difference, difference - reach, difference + reach);
    }

    /// <summary>The degrees of freedom of the comparison; NaN where nothing varies.</summary>
    /// <param name="baseline">n >= 2 finite values.</param>
    /// <param name="canary">m >= 2 finite values.</param>
    public static double DegreesOfFreedom(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary) => Compare(baseline, canary).Degrees;

    private static (double Difference, double Error, double Degrees) Compare(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary)
    {
        double n = baseline.Length, m = canary.Length, meanOfBaseline = Samples.Mean(baseline), meanOfCanary = Samples.Mean(canary);
        double b = Samples.Deviation(baseline, meanOfBaseline) / Math.Sqrt(n), c = Samples.Deviation(canary, meanOfCanary) / Math.Sqrt(m);

        // Shares of the error, so that very small or large units do not over- or underflow when squared.
        var error = double.Hypot(b, c);
        double shareOfBaseline = Square(b / error), shareOfCanary = Square(c / error);
        var degrees = 1 / ((Square(shareOfBaseline) / (n - 1)) + (Square(shareOfCanary) / (m - 1)));
        return (meanOfCanary - meanOfBaseline, error, degrees);
    }

    private static double Square(double value) => value * value;
}
