using System.Buffers;

namespace CanaryJudge.Statistics.Effects;

/// <summary>Selects order statistics of all n m pairs of two sorted arms, without forming the pairs.</summary>
/// <remarks>
/// <para>Shapes: n baseline and m canary values, ascending; any number of ranks from 1 to n m. Units: those of the pairing.</para>
/// <para>Method: every eighth value of each arm stands for its neighbours; the same selection on these gives two numbers
/// that enclose a rank, and one walk over the arms counts the pairs below and collects those between. What the two numbers
/// do not enclose, as with many equal values, is searched for by <see cref="PairSearch{TPairing}"/>.</para>
/// <para>Error: none; the pairs' numbers are returned bit for bit, but for negative zero, which becomes zero.</para>
/// <para>Cost: one walk of O(n + m) for each rank and an eighth of that for the level above; memory of
/// O(sqrt(n + m)) blocks of 64 pairs, pooled. Source: D. B. Johnson and T. Mizoguchi, SIAM J. Comput. 7 (1978) 147-153, with
/// enclosing pivots after R. W. Floyd and R. L. Rivest, Commun. ACM 18 (1975) 165-172.</para>
/// </remarks>
internal readonly ref struct PairSelection<TPairing>
    where TPairing : struct, IPairing
{
    private const int Block = 8;

    /// <summary>An arm of fewer values is not thinned.</summary>
    private const int FewValues = 64;

    /// <summary>So few pairs are formed and sorted.</summary>
    private const int FewPairs = 1_024;

    private const double ReachFactor = 0.5;

    private readonly ReadOnlySpan<double> _baseline;
    private readonly ReadOnlySpan<double> _canary;
    private readonly CancellationToken _cancellation;

    private PairSelection(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, CancellationToken cancellation)
    {
        _baseline = baseline;
        _canary = canary;
        _cancellation = cancellation;
    }

    private long Pairs => (long)_baseline.Length * _canary.Length;

    /// <summary>The numbers at the ends of each range of ranks, 1 being the smallest pair.</summary>
    internal static (double Low, double High)[] Select(
        ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, ReadOnlySpan<RankRange> wanted, CancellationToken cancellation)
    {
        var found = new (double Low, double High)[wanted.Length];
        new PairSelection<TPairing>(sortedBaseline, sortedCanary, cancellation).Find(wanted, found);
        foreach (ref var pair in found.AsSpan())
        {
            // Adding zero turns a negative zero into zero and leaves every other number alone.
            pair = (pair.Low + 0.0, pair.High + 0.0);
        }

        return found;
    }

    private void Find(ReadOnlySpan<RankRange> wanted, Span<(double Low, double High)> found)
    {
        if (Pairs <= FewPairs || Math.Max(_baseline.Length, _canary.Length) < FewValues)
        {
            FindAmongAll(wanted, found);
            return;
        }

        // The smaller arm is thinned as well only where it is about as large: each of its values counts for many pairs.
        ReadOnlySpan<double> baseline = Thin(_baseline, _canary.Length), canary = Thin(_canary, _baseline.Length);
        var above = new PairSelection<TPairing>(baseline, canary, _cancellation);
        var scale = (double)above.Pairs / Pairs;
        var reach = Reach(baseline.Length, canary.Length);
        var enclosing = new RankRange[wanted.Length];
        for (var i = 0; i < wanted.Length; i++)
        {
            enclosing[i] = new(
                Math.Max(1, (long)(wanted[i].Low * scale) - reach), Math.Min(above.Pairs, (long)(wanted[i].High * scale) + 1 + reach));
        }

        above.Find(enclosing, found);
        for (var i = 0; i < wanted.Length; i++)
        {
            // The first and the last number above enclose nothing outside.
            var low = enclosing[i].Low == 1 ? double.NegativeInfinity : found[i].Low;
            var high = enclosing[i].High == above.Pairs ? double.PositiveInfinity : found[i].High;
            var expected = (long)((enclosing[i].High - enclosing[i].Low + 1) / scale);
            found[i] = Between(wanted[i], low, high, expected) ?? PairSearch<TPairing>.Find(_baseline, _canary, wanted[i], (low, high), _cancellation);
        }
    }

    /// <summary>The numbers of a range that lies between two others; null: it does not, or there are far more pairs than expected.</summary>
    private (double Low, double High)? Between(RankRange wanted, double low, double high, long expected)
    {
        if (!(low < high))
        {
            return null;
        }

        _cancellation.ThrowIfCancellationRequested();
        var rented = ArrayPool<double>.Shared.Rent((int)Math.Min(Pairs, (2 * expected) + FewPairs));
        try
        {
            if (!Staircase<TPairing>.Collect(_baseline, _canary, low, high, rented, out var count, out var below)
                || wanted.Low <= below - count || wanted.High > below)
            {
                return null;
            }

            var found = rented.AsSpan(0, count);
            var first = (int)(wanted.Low - below + count - 1);
            var further = (int)(wanted.High - wanted.Low);
            var least = Selection.Place(found, first);
            return (least, further == 0 ? least : Selection.Place(found[(first + 1)..], further - 1));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    private void FindAmongAll(ReadOnlySpan<RankRange> wanted, Span<(double Low, double High)> found)
    {
        Span<double> all = new double[Pairs];
        var filled = 0;
        foreach (var canary in _canary)
        {
            foreach (var baseline in _baseline)
            {
                all[filled++] = TPairing.Of(canary, baseline);
            }
        }

        Samples.Sort(all);
        for (var i = 0; i < wanted.Length; i++)
        {
            found[i] = (all[(int)wanted[i].Low - 1], all[(int)wanted[i].High - 1]);
        }
    }

    /// <summary>The middle of each block of an arm; a small arm, or one far smaller than the other, as it is.</summary>
    private static ReadOnlySpan<double> Thin(ReadOnlySpan<double> sorted, int other)
    {
        if (sorted.Length < FewValues || sorted.Length < other / 4)
        {
            return sorted;
        }

        var middles = new double[sorted.Length / Block];
        for (var i = 0; i < middles.Length; i++)
        {
            middles[i] = sorted[(int)((i + 0.5) / middles.Length * sorted.Length)];
        }

        return middles;
    }

    /// <summary>By how many ranks the thinned arms may miss.</summary>
    private static long Reach(int baseline, int canary)
    {
        double fewer = Math.Min(baseline, canary), both = (double)baseline + canary;
        return 2 + (long)(ReachFactor * both / Math.Sqrt(fewer));
    }
}
