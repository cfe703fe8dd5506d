namespace CanaryJudge.Judging.Preparing;

/// <summary>One value per interval of time, for one arm.</summary>
/// <param name="Buckets">Interval numbers, rising.</param>
/// <param name="Values">One value for each.</param>
internal sealed record Grid(long[] Buckets, double[] Values)
{
    /// <summary>Puts values on the intervals of a clock; of several in one interval, their mean.</summary>
    /// <param name="times">Unix nanoseconds, rising.</param>
    /// <param name="values">As many values.</param>
    /// <param name="origin">The start of interval 0.</param>
    /// <param name="width">The width of an interval, at least 1.</param>
    public static Grid Means(ReadOnlySpan<long> times, ReadOnlySpan<double> values, long origin, long width) => Of(times, values, origin, width, isMean: true);

    /// <summary>As <see cref="Means"/>; of several in one interval, their sum.</summary>
    public static Grid Sums(ReadOnlySpan<long> times, ReadOnlySpan<double> values, long origin, long width) => Of(times, values, origin, width, isMean: false);

    private static Grid Of(ReadOnlySpan<long> times, ReadOnlySpan<double> values, long origin, long width, bool isMean)
    {
        var buckets = new long[times.Length];
        var results = new double[times.Length];
        var filled = 0;
        var next = times.IsEmpty ? 0 : Interval(times[0], origin, width);
        for (var i = 0; i < times.Length;)
        {
            var bucket = next;
            var (sum, count) = (values[i], 1);
            for (i++; i < times.Length && (next = Interval(times[i], origin, width)) == bucket; i++)
            {
                (sum, count) = (sum + values[i], count + 1);
            }

            (buckets[filled], results[filled++]) = (bucket, isMean && count > 1 ? sum / count : sum);
        }

        return filled == times.Length ? new(buckets, results) : new(buckets[..filled], results[..filled]);
    }

    /// <summary>How many of the intervals from one to another, both included, have a value.</summary>
    public int CountIn(long from, long to)
    {
        var count = 0;
        foreach (var bucket in Buckets)
        {
            count += bucket >= from && bucket <= to ? 1 : 0;
        }

        return count;
    }

    /// <summary>Which interval a time is in.</summary>
    private static long Interval(long time, long origin, long width)
    {
        var offset = unchecked(time - origin);
        if (((time ^ origin) & (time ^ offset)) < 0)
        {
            // The distance of two extreme times does not fit in 64 bits.
            return (long)Math.Floor(((decimal)time - origin) / width);
        }

        var whole = offset / width;
        return whole - (offset < whole * width ? 1 : 0);
    }

    /// <summary>The values of the intervals that both arms have, pair by pair.</summary>
    public static (double[] Baseline, double[] Canary) Common(Grid baseline, Grid canary)
    {
        var (_, b, c) = Pairs(baseline, canary);
        return (b, c);
    }

    /// <summary>The intervals that both arms have, with their values.</summary>
    public static (long[] Buckets, double[] Baseline, double[] Canary) Pairs(Grid baseline, Grid canary)
    {
        if (baseline.Buckets.AsSpan().SequenceEqual(canary.Buckets))
        {
            return (baseline.Buckets, baseline.Values, canary.Values);
        }

        List<long> buckets = [];
        List<double> b = [], c = [];
        for (int i = 0, j = 0; i < baseline.Buckets.Length && j < canary.Buckets.Length;)
        {
            var order = baseline.Buckets[i].CompareTo(canary.Buckets[j]);
            if (order == 0)
            {
                buckets.Add(baseline.Buckets[i]);
                b.Add(baseline.Values[i++]);
                c.Add(canary.Values[j++]);
            }
            else if (order < 0)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return ([.. buckets], [.. b], [.. c]);
    }

    /// <summary>This grid with a zero in every interval that only the other arm has.</summary>
    public Grid ZeroWhereOnly(Grid other)
    {
        var filled = Buckets.Zip(Values).ToDictionary(p => p.First, p => p.Second);
        foreach (var bucket in other.Buckets)
        {
            filled.TryAdd(bucket, 0);
        }

        var ordered = filled.OrderBy(p => p.Key).ToArray();
        return new([.. ordered.Select(p => p.Key)], [.. ordered.Select(p => p.Value)]);
    }
}
