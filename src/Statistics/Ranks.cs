using System.Runtime.Intrinsics;
using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Statistics;

/// <summary>Mid-ranks: equal values share the mean of the ranks they cover.</summary>
public static class Ranks
{
    /// <summary>The mid-rank of each value.</summary>
    /// <remarks>
    /// <para>Shapes: n values in any order, n ranks in the same order. Units: any; only the order matters.</para>
    /// <para>Method: one sort. Error: none, ranks are multiples of 1/2.</para>
    /// <para>Source: M. G. Kendall, Biometrika 33 (1945) 239-251.</para>
    /// </remarks>
    /// <param name="values">Finite values; may be empty.</param>
    /// <returns>Ranks from 1 to n whose sum is n (n + 1) / 2.</returns>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static double[] MidRanks(ReadOnlySpan<double> values)
    {
        Samples.RequireFinite(values);
        var sorted = values.ToArray();
        var order = new int[sorted.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(sorted, order);

        var ranks = new double[sorted.Length];
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            end = EndOfTie(sorted, first);
            for (var i = first; i < end; i++)
            {
                ranks[order[i]] = (first + 1.0 + end) / 2;
            }
        }

        return ranks;
    }

    /// <summary>Rank sum of the canary and tie term, by merging two sorted samples. O(n + m), no memory.</summary>
    /// <remarks>
    /// <para>Shapes: n baseline and m canary values, each ascending. Units: any; only the order matters.</para>
    /// <para>Method: merge. Error: none in the rank sum below 2^51; the tie term is rounded to double.</para>
    /// <para>Source: F. Wilcoxon, Biometrics Bull. 1 (1945) 80-83.</para>
    /// </remarks>
    /// <param name="sortedBaseline">Baseline, finite and ascending; not checked again here.</param>
    /// <param name="sortedCanary">Canary, finite and ascending; not checked again here.</param>
    /// <returns>The sums; independent of the order within ties.</returns>
    public static RankSums Merge(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary) =>
        WithoutTies(sortedBaseline, sortedCanary) ?? WithTies(sortedBaseline, sortedCanary);

    /// <summary>Without ties the canary's rank sum is that of its own ranks and of the pairs in which it is above: a fifth of the time.</summary>
    /// <returns>Null when there are ties.</returns>
    private static RankSums? WithoutTies(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary)
    {
        if (HasTies(sortedBaseline) || HasTies(sortedCanary)
            || !Staircase<DifferencePairing>.Collect(sortedBaseline, sortedCanary, -double.Epsilon, double.Epsilon, [], out _, out var notAbove))
        {
            return null;
        }

        double n = sortedBaseline.Length, m = sortedCanary.Length;
        return new((m * (m + 1) / 2) + ((n * m) - notAbove), 0);
    }

    private static bool HasTies(ReadOnlySpan<double> sorted)
    {
        var first = 1;
        if (Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated)
        {
            while (first <= sorted.Length - Vector512<double>.Count
                && !Vector512.EqualsAny(Vector512.Create(sorted[(first - 1)..]), Vector512.Create(sorted[first..])))
            {
                first += Vector512<double>.Count;
            }
        }

        while (first < sorted.Length && sorted[first - 1] != sorted[first])
        {
            first++;
        }

        return first < sorted.Length;
    }

    private static RankSums WithTies(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary)
    {
        double rankSum = 0, tieTerm = 0;
        var groups = new TieGroups(sortedBaseline, sortedCanary);
        while (groups.MoveNext())
        {
            var tied = groups.Tied;
            rankSum += groups.CanaryTied * (groups.Below + ((tied + 1) / 2));
            tieTerm += ((tied * tied) - 1) * tied;
        }

        return new(rankSum, tieTerm);
    }

    internal static double TieTerm(ReadOnlySpan<double> sorted)
    {
        double sum = 0;
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            end = EndOfTie(sorted, first);
            double tied = end - first;
            sum += ((tied * tied) - 1) * tied;
        }

        return sum;
    }

    private static int EndOfTie(ReadOnlySpan<double> sorted, int first)
    {
        var end = first + 1;
        while (end < sorted.Length && sorted[end] == sorted[first])
        {
            end++;
        }

        return end;
    }
}
