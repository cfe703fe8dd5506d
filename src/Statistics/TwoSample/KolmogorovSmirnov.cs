using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.TwoSample;

/// <summary>Two-sample Kolmogorov-Smirnov test: do the arms' distributions differ anywhere?</summary>
/// <remarks>
/// <para>Shapes: n baseline and m canary values, n, m >= 1, any order. Units: any; only the order matters.</para>
/// <para>Method: D is the largest distance of the two cumulative shares; one-sided where the canary's lies below the baseline's
/// (Greater: the canary's values are larger) or above it (Less). O((n + m) log) and, while n m is at most 250,000, the exact chance
/// that a random path through the pooled values, with their ties, strays as far. Beyond that the limiting distribution.</para>
/// <para>With ties the exact p-value is that of the ties seen, as in R's ks.test (whose alternative "less" takes the wrong tail then);
/// SciPy's ks_2samp assumes none, which makes its p-values larger.</para>
/// <para>Error: exact p-values relative 1e-12; the limit is at most a tenth above the exact value, and hardly below, where it takes over
/// and p is above 0.001 (both measured by KolmogorovSmirnovTests).</para>
/// <para>Assumes independent values.</para>
/// <para>Source: N. V. Smirnov, Ann. Math. Statist. 19 (1948) 279-281; exact: J. L. Hodges, Ark. Mat. 3 (1958) 469-486; ties:
/// G. Schroeer and D. Trenkler, Comput. Statist. Data Anal. 20 (1995) 185-202.</para>
/// </remarks>
public sealed class KolmogorovSmirnov : ITwoSampleTest
{
    /// <summary>The largest n m at which no path's probability falls below the normal doubles; under a millisecond.</summary>
    private const long LargestProduct = 250_000;

    /// <inheritdoc />
    public string Name => "kolmogorov-smirnov";

    /// <inheritdoc />
    public string Question => "do the distributions differ anywhere?";

    /// <inheritdoc />
    public TwoSampleResult Run(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, Alternative alternative)
    {
        Samples.RequireSample(baseline);
        Samples.RequireSample(canary);
        double[] b = Samples.Sorted(baseline), c = Samples.Sorted(canary);
        var (larger, smaller) = Distances(b, c);
        var distance = alternative switch
        {
            Alternative.Greater => larger,
            Alternative.Less => smaller,
            _ => Math.Max(larger, smaller),
        };
        var pairs = (long)b.Length * c.Length;
        var exact = pairs <= LargestProduct;
        var d = distance / (double)pairs;
        double n = b.Length, m = c.Length;
        var (canaryRankSum, _) = Ranks.Merge(b, c);
        return new(
            d,
            exact ? Exact(b, c, distance, alternative) : Limit(d * Math.Sqrt(pairs / (n + m)), alternative),
            (canaryRankSum - (m * (m + 1) / 2)) / pairs,
            exact);
    }

    /// <summary>How far the canary's cumulative share lies below and above the baseline's, at most, in units of 1 / (n m).</summary>
    private static (long Larger, long Smaller) Distances(double[] sortedBaseline, double[] sortedCanary)
    {
        long larger = 0, smaller = 0;
        var groups = new TieGroups(sortedBaseline, sortedCanary);
        while (groups.MoveNext())
        {
            // Whole numbers: a distance is equal to another or it is not.
            var above = ((groups.BaselineBelow + (long)groups.BaselineTied) * sortedCanary.Length)
                - ((groups.CanaryBelow + (long)groups.CanaryTied) * sortedBaseline.Length);
            larger = Math.Max(larger, above);
            smaller = Math.Max(smaller, -above);
        }

        return (larger, smaller);
    }

    /// <summary>The chance that a random order of the arms' values strays as far, looking only between values that differ.</summary>
    private static double Exact(double[] sortedBaseline, double[] sortedCanary, long distance, Alternative alternative)
    {
        // Rows are the larger arm's values, so that one row of the smaller arm's is kept.
        var swap = sortedCanary.Length > sortedBaseline.Length;
        int rows = Math.Max(sortedBaseline.Length, sortedCanary.Length), columns = Math.Min(sortedBaseline.Length, sortedCanary.Length);
        var upTo = alternative == Alternative.Different ? -distance : long.MinValue;
        var sign = (alternative == Alternative.Less) != swap ? -1L : 1;
        var ends = Ends(sortedBaseline, sortedCanary);
        Span<double> strayed = stackalloc double[columns + 1];
        for (var i = 0; i <= rows; i++)
        {
            for (var j = 0; j <= columns; j++)
            {
                var above = sign * (((long)i * columns) - ((long)j * rows));
                double fromAbove = i > 0 ? strayed[j] : 0, fromLeft = j > 0 ? strayed[j - 1] : 0;
                strayed[j] = ends[i + j] && (above >= distance || above <= upTo) ? 1
                    : i + j == 0 ? 0
                    : ((i * fromAbove) + (j * fromLeft)) / (i + j);
            }
        }

        return Math.Min(1, strayed[columns]);
    }

    /// <summary>Whether a value differs from the next, after so many pooled values; before the first nothing is compared.</summary>
    private static bool[] Ends(double[] sortedBaseline, double[] sortedCanary)
    {
        var ends = new bool[sortedBaseline.Length + sortedCanary.Length + 1];
        ends[0] = true;
        var groups = new TieGroups(sortedBaseline, sortedCanary);
        while (groups.MoveNext())
        {
            ends[groups.BaselineBelow + groups.CanaryBelow + groups.BaselineTied + groups.CanaryTied] = true;
        }

        return ends;
    }

    private static double Limit(double z, Alternative alternative) =>
        alternative == Alternative.Different ? Math.Min(1, Kolmogorov.Above(z)) : Math.Exp(-2 * z * z);
}
