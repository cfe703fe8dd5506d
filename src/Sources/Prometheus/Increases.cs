namespace CanaryJudge.Sources.Prometheus;

/// <summary>How much counters grew in each interval, added up over the groups of an arm.</summary>
/// <remarks>
/// <para>From the counters themselves instead of <c>increase()</c>: whole numbers, without extrapolation, and with nothing lost between two intervals.</para>
/// <para>A group that falls was reset: it counts from zero again, as in Prometheus. A group that comes back after up to <see cref="Lookback"/> moments
/// counts, in the interval in which it is seen again, what it grew since. A group that was not there before counts nothing at first, since nobody knows
/// since when it counts; but on a process that was seen a moment before it counts from zero: that is how the first error of a process looks.</para>
/// </remarks>
internal static class Increases
{
    /// <summary>So many moments before the first interval are asked for.</summary>
    public const int Lookback = 5;

    /// <summary>The increases.</summary>
    /// <param name="groups">Over <see cref="Lookback"/> moments, then one at the end of each interval.</param>
    /// <param name="width">Counters in a group.</param>
    /// <param name="intervals">How many intervals.</param>
    /// <param name="known">Whether a process was seen at a moment.</param>
    /// <returns>Per interval the sum of the increases, and of how many groups; null: no group tells.</returns>
    public static (double[] Grown, int Groups)?[] Of(IReadOnlyList<CounterGroup> groups, int width, int intervals, Func<string, int, bool> known)
    {
        var sums = new (double[] Grown, int Groups)?[intervals];
        foreach (var group in groups)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                if (group.Counts[Lookback + i] is { } now && Before(group, Lookback + i, width, known) is { } before)
                {
                    var (grown, count) = sums[i] ?? (new double[width], 0);
                    var isReset = now.Zip(before).Any(c => c.First < c.Second);
                    for (var c = 0; c < width; c++)
                    {
                        grown[c] += isReset ? now[c] : now[c] - before[c];
                    }

                    sums[i] = (grown, count + 1);
                }
            }
        }

        return sums;
    }

    /// <summary>The sums of what is an increase already.</summary>
    /// <param name="groups">One moment per interval.</param>
    /// <param name="width">Numbers in a group.</param>
    /// <param name="intervals">How many intervals.</param>
    /// <returns>As of <see cref="Of"/>.</returns>
    public static (double[] Grown, int Groups)?[] Given(IReadOnlyList<CounterGroup> groups, int width, int intervals)
    {
        var sums = new (double[] Grown, int Groups)?[intervals];
        foreach (var group in groups)
        {
            for (var i = 0; i < intervals; i++)
            {
                if (group.Counts[i] is { } grown)
                {
                    sums[i] = sums[i] is var (sum, count) ? ([.. sum.Zip(grown, (a, b) => a + b)], count + 1) : (grown, 1);
                }
            }
        }

        return sums;
    }

    /// <summary>The processes that are seen, by moment.</summary>
    /// <param name="groups">All groups of an arm.</param>
    public static Func<string, int, bool> Seen(IEnumerable<CounterGroup> groups)
    {
        var seen = new HashSet<(string, int)>();
        foreach (var group in groups.Where(g => g.Instance is not null))
        {
            seen.UnionWith(Enumerable.Range(0, group.Counts.Length).Where(i => group.Counts[i] is not null).Select(i => (group.Instance!, i)));
        }

        return (instance, moment) => seen.Contains((instance, moment));
    }

    private static double[]? Before(CounterGroup group, int moment, int width, Func<string, int, bool> known)
    {
        for (var i = moment - 1; i >= moment - Lookback; i--)
        {
            if (group.Counts[i] is { } before)
            {
                return before;
            }
        }

        return group.Instance is { } instance && known(instance, moment - 1) ? new double[width] : null;
    }
}
