using System.Buffers;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Rank partition: when did the level of a series change?</summary>
/// <remarks>
/// <para>Shapes: n values in order of time, nothing missing. Units: any; only ranks matter.</para>
/// <para>Method: of all partitions into segments of at least 5 values the one with the smallest sum of squared deviations of the
/// mid-ranks from their segment's mean plus 4 ln(n) v for each further segment, v their variance. One change is found when its
/// standardised Mann-Whitney statistic exceeds 2 sqrt(ln n). Exact dynamic programming, O(n^2); more than 2,000 values are first thinned to
/// at most 2,000 medians of nearly equal runs. Where more than half of the values are equal, each change must also be borne out by the
/// counts of the others, see <see cref="RareValues"/>: ranks alone call one event among 500 zeros a change.</para>
/// <para>Error: a change in independent values of one distribution in at most 0.3% of series of 16 to 500 values (measured by
/// RankPartitionTests, also with 90 and 99% zeros). Autocorrelation breaks this: 14 to 20% at 0.6, hence <see cref="Drifts"/>. A change in the
/// first or last 4 values cannot be found.</para>
/// <para>Source: B. Jackson et al., IEEE Signal Process. Lett. 12 (2005) 105-108, on the ranks of C. Lung-Yut-Fong,
/// C. Lévy-Leduc and O. Cappé, J. SFdS 156 (2015) 133-162.</para>
/// </remarks>
public static class RankPartition
{
    /// <summary>Shorter series are not looked at.</summary>
    public const int Fewest = 16;

    /// <summary>The smallest segment.</summary>
    public const int Segment = 5;

    /// <summary>Longer series are thinned.</summary>
    public const int Most = 2_000;

    /// <summary>With more change points than this a series is called unstable.</summary>
    public const int MostChanges = 4;

    /// <summary>A replacement must be lower by this part of the penalty: rounding alone decides nothing.</summary>
    private const double Tie = 1e-9;

    /// <summary>1 / length of the segments from each start on to one end, so that the inner loop multiplies and reads forwards.</summary>
    private static readonly double[] Inverse = [.. Enumerable.Range(0, Most).Select(start => 1.0 / (Most - start))];

    /// <summary>The change points.</summary>
    /// <param name="values">Finite values in order of time.</param>
    /// <returns>Ascending; k values lie before the change point k. Empty when nothing changed, and for fewer than 16 values.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More than 2,000 values: thin them first.</exception>
    public static int[] ChangePoints(ReadOnlySpan<double> values)
    {
        var sorted = ArrayPool<double>.Shared.Rent(values.Length);
        var changes = ChangePoints(values, sorted.AsSpan(0, values.Length));
        ArrayPool<double>.Shared.Return(sorted);
        return changes;
    }

    /// <summary>The change points, and the sorted values that ranking them gives anyway.</summary>
    /// <param name="values">Finite values in order of time.</param>
    /// <param name="sorted">Filled with the values, ascending; of their length.</param>
    /// <returns>Ascending; k values lie before the change point k. Empty when nothing changed, and for fewer than 16 values.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More than 2,000 values: thin them first.</exception>
    public static int[] ChangePoints(ReadOnlySpan<double> values, Span<double> sorted)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Length, Most, nameof(values));
        Samples.RequireFinite(values);
        var n = values.Length;
        var rented = ArrayPool<double>.Shared.Rent((3 * n) + 2);
        var from = ArrayPool<int>.Shared.Rent(n);
        var ranks = rented.AsSpan(0, n);
        var squares = CentredRanks.Of(values, sorted, ranks);
        var changes = n >= Fewest && squares > 0
            ? Partition(ranks, squares / (n - 1), rented.AsSpan(n, n + 1), rented.AsSpan((2 * n) + 1, n + 1), from)
            : [];
        ArrayPool<int>.Shared.Return(from);
        ArrayPool<double>.Shared.Return(rented);
        return changes.Length == 0 ? changes : RareValues.Supported(values, changes);
    }

    /// <summary>The best single split, with at least 5 values on either side.</summary>
    /// <param name="values">Finite values in order of time.</param>
    /// <returns>The first of the splits with the largest statistic.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static RankSplit BestSplit(ReadOnlySpan<double> values)
    {
        var ranks = Centred(values, out var squares);
        if (values.Length < Fewest || !(squares > 0))
        {
            return new(null, 0);
        }

        var variance = squares / (values.Length - 1);
        var best = new RankSplit(null, -1);
        double sum = 0;
        for (var k = 1; k <= values.Length - Segment; k++)
        {
            sum += ranks[k - 1];
            var z = Standardised(sum, k, values.Length, variance);
            if (k >= Segment && z > best.Z)
            {
                best = new(k, z);
            }
        }

        return best;
    }

    /// <summary>What a single change's statistic must exceed.</summary>
    /// <param name="count">n, at least 1.</param>
    /// <returns>2 sqrt(ln n).</returns>
    public static double Threshold(int count) => 2 * Math.Sqrt(Math.Log(count));

    /// <summary>The standardised Mann-Whitney statistic of two neighbouring stretches, ranked together.</summary>
    /// <param name="values">Both stretches, finite.</param>
    /// <param name="at">How many values belong to the first; from 1 to n - 1.</param>
    /// <returns>At least 0; 0 where all values are equal.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static double Z(ReadOnlySpan<double> values, int at)
    {
        var ranks = Centred(values, out var squares);
        double sum = 0;
        foreach (var rank in ranks.AsSpan(0, at))
        {
            sum += rank;
        }

        return squares > 0 ? Standardised(sum, at, values.Length, squares / (values.Length - 1)) : 0;
    }

    /// <summary>Whether the series wanders rather than steps: neighbouring ranks stay alike when the segments' means are taken off.</summary>
    /// <param name="values">Finite values in order of time, at least two.</param>
    /// <param name="changes">The change points.</param>
    /// <returns>Whether the lag-one autocorrelation of what remains exceeds 0.3.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static bool Drifts(ReadOnlySpan<double> values, ReadOnlySpan<int> changes)
    {
        var ranks = Centred(values, out _);
        for (var i = 0; i <= changes.Length; i++)
        {
            var segment = ranks.AsSpan(i == 0 ? 0 : changes[i - 1], (i == changes.Length ? values.Length : changes[i]) - (i == 0 ? 0 : changes[i - 1]));
            var mean = Samples.Mean(segment);
            foreach (ref var rank in segment)
            {
                rank -= mean;
            }
        }

        return Dependence.Autocorrelation.LagOne(ranks) > 0.3;
    }

    /// <summary>At most 2,000 medians of nearly equal runs; the values themselves when there are no more.</summary>
    /// <param name="values">Finite values in order of time.</param>
    /// <param name="run">The usual length of a run: 1 when nothing was thinned.</param>
    /// <returns>A new array.</returns>
    public static double[] Thinned(ReadOnlySpan<double> values, out int run)
    {
        run = (values.Length + Most - 1) / Most;
        if (run <= 1)
        {
            run = 1;
            return values.ToArray();
        }

        var thinned = new double[values.Length / run];
        var scratch = new double[(values.Length / thinned.Length) + 1];
        for (var i = 0; i < thinned.Length; i++)
        {
            var (from, to) = (Start(i, values.Length, thinned.Length), Start(i + 1, values.Length, thinned.Length));
            var part = scratch.AsSpan(0, to - from);
            values[from..to].CopyTo(part);
            part.Sort();
            thinned[i] = Samples.Median(part);
        }

        return thinned;
    }

    /// <summary>The first value of a run of a thinned series.</summary>
    /// <param name="index">The run, from 0 to <paramref name="runs"/>.</param>
    /// <param name="count">How many values there were.</param>
    /// <param name="runs">How many runs they became.</param>
    /// <returns>A position among the values.</returns>
    public static int Start(int index, int count, int runs) => (int)((long)index * count / runs);

    private static int[] Partition(ReadOnlySpan<double> ranks, double variance, Span<double> sums, Span<double> best, Span<int> from)
    {
        // The squares of the ranks are in every partition: only the squared sums of the segments tell partitions apart.
        var n = ranks.Length;
        var penalty = 4 * Math.Log(n) * variance;
        var least = Tie * penalty;
        sums[0] = 0;
        best[0] = -penalty;
        for (var t = 1; t <= n; t++)
        {
            sums[t] = sums[t - 1] + ranks[t - 1];
            if (t < Segment)
            {
                continue;
            }

            var (lowest, start) = (best[0] - (sums[t] * sums[t] * Inverse[Most - t]), 0);
            var count = t - (2 * Segment) + 1;
            if (count > 0)
            {
                Lower(sums[t], sums.Slice(Segment, count), best.Slice(Segment, count), Inverse.AsSpan(Most - t + Segment, count), least, ref lowest, ref start);
            }

            best[t] = lowest + penalty;
            from[t - 1] = start;
        }

        return Track(from, n);
    }

    /// <summary>Looks for a lower cost among the possible starts of the last segment, eight at a time: hardly ever is one of eight lower.</summary>
    private static void Lower(
        double sum, ReadOnlySpan<double> sums, ReadOnlySpan<double> best, ReadOnlySpan<double> inverse, double least, ref double lowest, ref int start)
    {
        var first = 0;
        while (first < sums.Length)
        {
            // The last eight overlap the eight before, which are not lower than what they left behind.
            var end = Math.Min(first + Vector512<double>.Count, sums.Length);
            var eight = end - Vector512<double>.Count;
            if (eight >= 0)
            {
                var parts = Vector512.Create(sum) - Vector512.Create(sums[eight..]);
                var costs = Vector512.Create(best[eight..]) - (parts * parts * Vector512.Create(inverse[eight..]));
                if (!Vector512.LessThanAny(costs, Vector512.Create(lowest - least)))
                {
                    first = end;
                    continue;
                }
            }

            for (; first < end; first++)
            {
                var part = sum - sums[first];
                var cost = best[first] - (part * part * inverse[first]);
                if (cost < lowest - least)
                {
                    (lowest, start) = (cost, first + Segment);
                }
            }
        }
    }

    private static int[] Track(ReadOnlySpan<int> from, int n)
    {
        if (from[n - 1] == 0)
        {
            return [];
        }

        var changes = new Stack<int>();
        for (var t = from[n - 1]; t > 0; t = from[t - 1])
        {
            changes.Push(t);
        }

        return [.. changes];
    }

    private static double Standardised(double sum, int k, int n, double variance) =>
        Math.Abs(sum) / Math.Sqrt((double)k * (n - k) / n * variance);

    private static double[] Centred(ReadOnlySpan<double> values, out double squares)
    {
        Samples.RequireFinite(values);
        var ranks = new double[values.Length];
        squares = CentredRanks.Of(values, new double[values.Length], ranks);
        return ranks;
    }
}
