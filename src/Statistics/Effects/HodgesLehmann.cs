using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Effects;

/// <summary>How far the canary's values lie above the baseline's: the Hodges-Lehmann shift, as a difference or as a factor.</summary>
/// <remarks>
/// <para>Shapes: n baseline and m canary values, n, m >= 1, ascending. Units: those of the values, or a factor.</para>
/// <para>Method: the median of all n m pairwise differences (ratios: the geometric mean of the two middle ratios, which is
/// the exponential of the shift of the logarithms). The ends are order statistics of the same pairs, at the rank that the
/// Mann-Whitney test at the level gives: exact without ties while n m is at most 10,000, else normal with tie and
/// continuity correction.</para>
/// <para>Error: none in the selection, bit for bit (measured by HodgesLehmannTests against all pairs); each end errs with
/// probability at most the level where the rank is exact. Ties are those of the arms as they are: a shift that makes or
/// breaks ties between the arms can move the ends by a rank, never the estimate.</para>
/// <para>Source: J. L. Hodges and E. L. Lehmann, Ann. Math. Statist. 34 (1963) 598-611; M. Hollander and D. A. Wolfe,
/// Nonparametric Statistical Methods (1999), section 4.3.</para>
/// </remarks>
public static class HodgesLehmann
{
    /// <summary>Canary minus baseline.</summary>
    /// <param name="sortedBaseline">Baseline, finite and ascending, at least one value.</param>
    /// <param name="sortedCanary">Canary, finite and ascending, at least one value.</param>
    /// <param name="endLevel">How often each end may err: 0.025 gives a two-sided 95 % interval; above 0, at most 0.5.</param>
    /// <param name="cancellation">Stops the search between two passes over the arms.</param>
    /// <returns>The shift and its ends, infinite where no pair suffices for the level.</returns>
    /// <exception cref="ArgumentException">An arm is empty, not finite or not ascending.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public static Interval Difference(
        ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, double endLevel, CancellationToken cancellation)
    {
        Require<DifferencePairing>(sortedBaseline, sortedCanary, endLevel);
        return Shift<DifferencePairing>(sortedBaseline, sortedCanary, endLevel, cancellation);
    }

    /// <summary>Canary divided by baseline, for positive values.</summary>
    /// <param name="sortedBaseline">Baseline, above 0, finite and ascending, at least one value.</param>
    /// <param name="sortedCanary">Canary, above 0, finite and ascending, at least one value.</param>
    /// <param name="endLevel">How often each end may err: 0.025 gives a two-sided 95 % interval; above 0, at most 0.5.</param>
    /// <param name="cancellation">Stops the search between two passes over the arms.</param>
    /// <returns>The factor and its ends, 0 and positive infinity where no pair suffices for the level.</returns>
    /// <exception cref="ArgumentException">An arm is empty, not finite or not ascending.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not above 0, or the level is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public static Interval Ratio(
        ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, double endLevel, CancellationToken cancellation)
    {
        Require<RatioPairing>(sortedBaseline, sortedCanary, endLevel);
        return Shift<RatioPairing>(sortedBaseline, sortedCanary, endLevel, cancellation);
    }

    /// <summary>Differences of a canary and a baseline value by their ranks among all n m.</summary>
    /// <param name="sortedBaseline">Baseline, finite and ascending, at least one value.</param>
    /// <param name="sortedCanary">Canary, finite and ascending, at least one value.</param>
    /// <param name="ranks">Pairs of ranks, 1 being the smallest difference and n m the largest, the first of a pair not above the last.</param>
    /// <returns>The differences at both ranks of each pair, bit for bit, but for negative zero, which becomes zero.</returns>
    /// <exception cref="ArgumentException">An arm is empty, not finite or not ascending.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rank is not from 1 to n m, or a pair falls.</exception>
    public static (double First, double Last)[] Differences(
        ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, ReadOnlySpan<(long First, long Last)> ranks)
    {
        Samples.RequireSorted(sortedBaseline);
        Samples.RequireSorted(sortedCanary);
        var ranges = new RankRange[ranks.Length];
        for (var i = 0; i < ranges.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(ranks[i].First, 1, nameof(ranks));
            ArgumentOutOfRangeException.ThrowIfLessThan(ranks[i].Last, ranks[i].First, nameof(ranks));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(ranks[i].Last, (long)sortedBaseline.Length * sortedCanary.Length, nameof(ranks));
            ranges[i] = new(ranks[i].First, ranks[i].Last);
        }

        return PairSelection<DifferencePairing>.Select(sortedBaseline, sortedCanary, ranges, CancellationToken.None);
    }

    internal static void Require<TPairing>(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, double endLevel)
        where TPairing : struct, IPairing
    {
        Samples.RequireSorted(sortedBaseline);
        Samples.RequireSorted(sortedCanary);
        if (TPairing.NoLimit == 0)
        {
            Levels.RequirePositive(sortedBaseline[0], nameof(sortedBaseline));
            Levels.RequirePositive(sortedCanary[0], nameof(sortedCanary));
        }

        Levels.RequireEnd(endLevel);
    }

    /// <summary>The median of all pairs.</summary>
    internal static double Estimate<TPairing>(double[] sortedBaseline, double[] sortedCanary, CancellationToken cancellation)
        where TPairing : struct, IPairing
    {
        var pairs = (long)sortedBaseline.Length * sortedCanary.Length;
        var middle = PairSelection<TPairing>.Select(sortedBaseline, sortedCanary, [new((pairs + 1) / 2, (pairs / 2) + 1)], cancellation);
        return TPairing.Middle(middle[0].Low, middle[0].High);
    }

    /// <summary>The pair of the given rank from below and from above; no limit at rank 0.</summary>
    internal static (double Lower, double Upper) Ends<TPairing>(double[] sortedBaseline, double[] sortedCanary, long rank, CancellationToken cancellation)
        where TPairing : struct, IPairing
    {
        if (rank == 0)
        {
            return (TPairing.NoLimit, double.PositiveInfinity);
        }

        var pairs = (long)sortedBaseline.Length * sortedCanary.Length;
        var ends = PairSelection<TPairing>.Select(sortedBaseline, sortedCanary, [new(rank, rank), new(pairs + 1 - rank, pairs + 1 - rank)], cancellation);
        return (ends[0].Low, ends[1].Low);
    }

    private static Interval Shift<TPairing>(
        ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, double endLevel, CancellationToken cancellation)
        where TPairing : struct, IPairing
    {
        var pairs = (long)sortedBaseline.Length * sortedCanary.Length;
        var end = RankOfEnd(sortedBaseline, sortedCanary, endLevel);
        var last = Math.Min(pairs + 1 - end, pairs);
        ReadOnlySpan<RankRange> ranks = [new((pairs + 1) / 2, (pairs / 2) + 1), new(Math.Max(end, 1), Math.Max(end, 1)), new(last, last)];
        var found = PairSelection<TPairing>.Select(sortedBaseline, sortedCanary, ranks, cancellation);
        return new(
            TPairing.Middle(found[0].Low, found[0].High),
            end == 0 ? TPairing.NoLimit : found[1].Low,
            end == 0 ? double.PositiveInfinity : found[2].Low);
    }

    /// <summary>The largest k for which the k-th smallest pair is a lower end at the level; 0 when there is none.</summary>
    private static long RankOfEnd(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, double endLevel)
    {
        double n = sortedBaseline.Length, m = sortedCanary.Length;
        var (_, tieTerm) = Ranks.Merge(sortedBaseline, sortedCanary);
        if (tieTerm == 0 && RankSumDistribution.Fits(sortedBaseline.Length, sortedCanary.Length))
        {
            return RankSumDistribution.Of(sortedBaseline.Length, sortedCanary.Length).LastRank(endLevel);
        }

        var reach = Gaussian.Critical(endLevel) * Math.Sqrt(MannWhitney.Variance(n, m, tieTerm));
        return Math.Max(0, (long)Math.Floor((n * m / 2) - reach + 0.5));
    }
}
