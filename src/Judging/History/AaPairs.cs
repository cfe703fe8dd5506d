using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.History;

/// <summary>A/A pairs of one arm's history: stretches of time, dealt to two arms or set beside the next stretch.</summary>
/// <remarks>
/// <para>Instances are dealt where the labels name four or more, else values: samples one by one (whole keys where there are any), events and
/// requests of intervals by the toss of a coin each. Points of a single series cannot be dealt; they are only shifted. Shifted pairs do not
/// overlap.</para>
/// <para>Pure: the same history, stretch and seed give the same pairs.</para>
/// </remarks>
public static class AaPairs
{
    private const int FewestInstances = 4;

    /// <summary>Pairs of a history.</summary>
    /// <param name="policy">The rules; without metrics every metric is judged with defaults.</param>
    /// <param name="history">The series of one arm, whatever their arm says; rows in any order, samples have times.</param>
    /// <param name="stretch">The length of a pair, nanoseconds; above 0.</param>
    /// <param name="deals">How often each stretch is dealt, at least 1.</param>
    /// <param name="seed">The seed of the deals.</param>
    /// <returns>Pairs as they are asked for: dealt ones first, then shifted ones.</returns>
    /// <exception cref="ArgumentException">Samples have no times.</exception>
    public static IEnumerable<AaPair> Of(Policy policy, IReadOnlyList<Series> history, long stretch, int deals, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(stretch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(deals, 1);
        if (history.FirstOrDefault(s => s.Data.Times.Length < s.Data.Count) is { } timeless)
        {
            throw new ArgumentException($"The samples of {timeless.Metric} have no times; without them nobody knows what came when.", nameof(history));
        }

        return Made(policy, history, stretch, deals, seed);
    }

    private static IEnumerable<AaPair> Made(Policy policy, IReadOnlyList<Series> history, long stretch, int deals, ulong seed)
    {
        var instances = history.Select(s => s.Stratum).Distinct(StringComparer.Ordinal).Count() >= FewestInstances;
        var stretches = Stretches(history, stretch);
        var dealt = instances ? history : [.. history.Where(s => s.Data is not SeriesData.Points)];
        if (dealt.Count > 0)
        {
            var rules = Only(policy, dealt);
            for (var deal = 0; deal < deals; deal++)
            {
                foreach (var (number, whole) in stretches)
                {
                    Series[] part = [.. whole.Where(s => instances || s.Data is not SeriesData.Points)];
                    var own = Coins.Of(seed, ((ulong)number * 1_000_003) + (ulong)deal);
                    yield return new(instances ? PairSort.Instances : PairSort.Values, rules, instances ? Deal.Instances(part, own) : Deal.Values(part, own));
                }
            }
        }

        var all = Only(policy, history);
        long last = long.MinValue;
        foreach (var (number, next) in stretches)
        {
            if (number != last + 1 && stretches.TryGetValue(number - 1, out var before))
            {
                yield return new(PairSort.Shifted, all, Deal.Beside(before, next, stretch));
                last = number;
            }
        }
    }

    /// <summary>The rules without metrics that a pair cannot have.</summary>
    private static Policy Only(Policy policy, IReadOnlyList<Series> series)
    {
        var there = series.Select(s => s.Metric).ToHashSet(StringComparer.Ordinal);
        return policy with { Split = null, Metrics = policy.Metrics is { } metrics ? [.. metrics.Where(m => there.Contains(m.Name))] : null };
    }

    private static SortedDictionary<long, List<Series>> Stretches(IReadOnlyList<Series> history, long stretch)
    {
        var found = new SortedDictionary<long, List<Series>>();
        foreach (var one in history)
        {
            var times = one.Data.Times;
            foreach (var rows in Enumerable.Range(0, one.Data.Count).GroupBy(i => Math.DivRem(times.Span[i], stretch).Quotient))
            {
                if (!found.TryGetValue(rows.Key, out var series))
                {
                    found.Add(rows.Key, series = []);
                }

                series.Add(one with { Data = one.Data.Only([.. rows]) });
            }
        }

        // The first and the last stretch are cut off where the history begins and ends.
        if (found.Count > 2)
        {
            found.Remove(found.Keys.First());
            found.Remove(found.Keys.Last());
        }

        return found;
    }
}
