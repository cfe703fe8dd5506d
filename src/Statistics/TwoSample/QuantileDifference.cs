using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.TwoSample;

/// <summary>Is one quantile of the canary larger (or smaller) than that of the baseline, whatever else differs?</summary>
/// <remarks>
/// <para>Shapes: n baseline and m canary values, any order; the quantile q needs values on both sides to show anything, see
/// <see cref="SmallestPValue"/>. Units: any; the effect has those of the values.</para>
/// <para>Method: the p-value is the smallest level at which the interval of the difference (<see cref="Quantiles.Difference"/>)
/// leaves out 0: order statistics around each arm's quantile, combined by MOVER. Two-sided: twice the smaller, at most 1.
/// Unlike a test on counts beyond the pooled quantile it does not take the arms to be alike in spread.</para>
/// <para>Error: none beyond rounding in the inversion; false alarms stay below their level from 20 values per arm on at the median and 100 at p90,
/// spreads of 1 against 4 included (measured by QuantileDifferenceTests).</para>
/// <para>Assumes independent values.</para>
/// <para>Source: W. R. Thompson, Ann. Math. Statist. 7 (1936) 122-128; G. Y. Zou and A. Donner, Statist. Med. 27 (2008)
/// 1693-1702; the pair of both for medians: R. M. Price and D. G. Bonett, J. Statist. Comput. Simul. 72 (2002) 119-124.</para>
/// </remarks>
/// <param name="q">The share below the quantile, between 0 and 1; 0.5 is the median.</param>
/// <exception cref="ArgumentOutOfRangeException">q is not between 0 and 1.</exception>
public sealed class QuantileDifference(double q = 0.5) : ITwoSampleTest
{
    private readonly double _q = Levels.OpenShare(q);

    /// <inheritdoc />
    public string Name => "quantile-difference";

    /// <inheritdoc />
    public string Question => "does the quantile differ?";

    /// <inheritdoc />
    public TwoSampleResult Run(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, Alternative alternative)
    {
        Samples.RequireSample(baseline);
        Samples.RequireSample(canary);
        double[] b = Samples.Sorted(baseline), c = Samples.Sorted(canary);
        return new(Quantiles.Of(c, _q) - Quantiles.Of(b, _q), PValue(b, c, alternative), double.NaN, Exact: false);
    }

    /// <summary>The smallest p-value that so many values could give, however far apart the arms.</summary>
    /// <param name="baselineCount">n, at least 1.</param>
    /// <param name="canaryCount">m, at least 1.</param>
    /// <param name="alternative">What to look for.</param>
    /// <returns>In (0, 1]: the chance that all values of an arm lie on the wrong side of its quantile.</returns>
    public double SmallestPValue(int baselineCount, int canaryCount, Alternative alternative)
    {
        double Level(double baseline, double canary) =>
            Math.Max(Math.Pow(baseline, baselineCount), Math.Pow(canary, canaryCount)) is var level && level <= 0.5 ? level : 1;
        return alternative switch
        {
            Alternative.Greater => Level(_q, 1 - _q),
            Alternative.Less => Level(1 - _q, _q),
            _ => Math.Min(1, 2 * Math.Min(Level(_q, 1 - _q), Level(1 - _q, _q))),
        };
    }

    private double PValue(double[] b, double[] c, Alternative alternative) => alternative switch
    {
        Alternative.Greater => Above(b, c),
        Alternative.Less => Above(c, b),
        _ => Math.Min(1, 2 * Math.Min(Above(b, c), Above(c, b))),
    };

    /// <summary>The smallest level at which the quantile of the second arm is proven to lie above that of the first; 1 when there is none.</summary>
    private double Above(double[] low, double[] high)
    {
        double ofLow = Quantiles.Of(low, _q), ofHigh = Quantiles.Of(high, _q);

        // The interval changes only at the levels from which on one arm's end is the next order statistic.
        return ofHigh > ofLow
            ? Math.Min(FirstLevel(high.Length, _q, 1 - _q, Excludes), FirstLevel(low.Length, 1 - _q, _q, Excludes))
            : 1;

        bool Excludes(double level) => double.Hypot(
            Math.Max(0, ofHigh - Quantiles.Lower(high, _q, level)), Math.Max(0, Quantiles.Upper(low, _q, level) - ofLow)) < ofHigh - ofLow;
    }

    private static double FirstLevel(int count, double share, double rest, Func<double, bool> excludes)
    {
        double Level(int order) => IncompleteBeta.AtMost(order - 1, count, share, rest);
        int fails = 0, last = Quantiles.LastLower(count, share, rest, 0.5), holds = last + 1;
        while (holds - fails > 1)
        {
            var middle = fails + ((holds - fails) / 2);
            (fails, holds) = excludes(Level(middle)) ? (fails, middle) : (middle, holds);
        }

        return holds <= last ? Level(holds) : 1;
    }
}
