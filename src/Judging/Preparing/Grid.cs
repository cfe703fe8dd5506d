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
    public static Grid Means(ReadOnlySpan<long> times, ReadOnlySpan<double> values, long origin, long width) => Of(times, values, origin, width, s => s.Sum / s.Count);

    /// <summary>As <see cref="Means"/>; of several in one interval, their sum.</summary>
    public static Grid Sums(ReadOnlySpan<long> times, ReadOnlySpan<double> values, long origin, long width) => Of(times, values, origin, width, s => s.Sum);

    private static Grid Of(ReadOnlySpan<long> times, ReadOnlySpan<double> values, long origin, long width, Func<(double Sum, int Count), double> value)
    {
        var buckets = new List<long>(times.Length);
        var sums = new List<(double Sum, int Count)>(times.Length);
        for (var i = 0; i < times.Length; i++)
        {
            var bucket = Interval(times[i], origin, width);
            if (buckets.Count > 0 && buckets[^1] == bucket)
            {
                sums[^1] = (sums[^1].Sum + values[i], sums[^1].Count + 1);
            }
            else
            {
                buckets.Add(bucket);
                sums.Add((values[i], 1));
            }
        }

        return new([.. buckets], [.. sums.Select(value)]);
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

        return (offset / width) - (offset % width < 0 ? 1 : 0);
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
