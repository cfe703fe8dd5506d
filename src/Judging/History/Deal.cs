using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;

namespace CanaryJudge.Judging.History;

/// <summary>Makes two arms of one.</summary>
internal static class Deal
{
    /// <summary>Deals whole instances: half of those that the labels name to each arm, the same for every metric. Histograms of instances with different bounds are left out.</summary>
    /// <param name="series">A stretch.</param>
    /// <param name="seed">The seed of this deal.</param>
    public static IReadOnlyList<Series> Instances(IReadOnlyList<Series> series, ulong seed)
    {
        var names = series.Select(s => s.Stratum).Distinct(StringComparer.Ordinal).OrderBy(n => Coins.Of(seed, Key(n))).ToArray();
        var canary = names.Take((names.Length + (int)(seed & 1)) / 2).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. series.GroupBy(s => s.Metric, StringComparer.Ordinal).SelectMany(m => SharedBuckets.Of([.. m], []) ?? []).GroupBy(s => (s.Metric, Arm: canary.Contains(s.Stratum) ? Arm.Canary : Arm.Baseline))
                .Select(g => (g.Key, Data: Strata.Join([.. g], out _)))
                .Where(g => g.Data is not null)
                .Select(g => new Series(g.Key.Metric, g.Key.Arm, Series.NoLabels, g.Data!)),
        ];
    }

    /// <summary>Deals values, events and requests.</summary>
    /// <param name="series">A stretch without points.</param>
    /// <param name="seed">The seed of this deal.</param>
    public static IReadOnlyList<Series> Values(IReadOnlyList<Series> series, ulong seed)
    {
        var coins = new Coins(seed);
        return
        [
            .. series.SelectMany(s =>
            {
                var (b, c) = Parts(s.Data, seed, coins);
                return new[] { s with { Arm = Arm.Baseline, Data = b }, s with { Arm = Arm.Canary, Data = c } };
            }),
        ];
    }

    /// <summary>A stretch as the baseline, the next one moved onto it as the canary.</summary>
    public static IReadOnlyList<Series> Beside(IReadOnlyList<Series> baseline, IReadOnlyList<Series> canary, long back) =>
        [.. baseline.Select(s => s with { Arm = Arm.Baseline }), .. canary.Select(s => s with { Arm = Arm.Canary, Data = Moved(s.Data, back) })];

    private static (SeriesData B, SeriesData C) Parts(SeriesData data, ulong seed, Coins coins)
    {
        switch (data)
        {
            case SeriesData.Samples samples:
                var rows = Enumerable.Range(0, samples.Count).ToLookup(i => (samples.Clusters.Length > 0 ? Coins.Of(seed, samples.Clusters[i]) : coins.Next()) & 1);
                return (samples.Only([.. rows[0]]), samples.Only([.. rows[1]]));
            case SeriesData.Ratios ratios:
                var events = Array.ConvertAll(ratios.Events, coins.Heads);
                var totals = Zip(events, ratios.Totals, ratios.Events, (e, n, all) => e + coins.Heads(Math.Max(0, n - all)));
                return (new SeriesData.Ratios(ratios.At, Rest(ratios.Events, events), Rest(ratios.Totals, totals)), new SeriesData.Ratios(ratios.At, events, totals));
            case SeriesData.Counts counts:
                var half = Array.ConvertAll(counts.Exposures, e => e / 2);
                var heads = Array.ConvertAll(counts.Events, coins.Heads);
                return (new SeriesData.Counts(counts.At, Rest(counts.Events, heads), half), new SeriesData.Counts(counts.At, heads, half));
            case SeriesData.Histograms histograms:
                var taken = Array.ConvertAll(histograms.Rows, r => Array.ConvertAll(r, coins.Heads));
                return (histograms with { Rows = [.. histograms.Rows.Zip(taken, Rest)] }, histograms with { Rows = taken });
            case SeriesData.ExponentialHistograms exponential:
                var part = Array.ConvertAll(exponential.Rows, r => r with
                {
                    Positive = r.Positive with { Counts = Array.ConvertAll(r.Positive.Counts, coins.Heads) },
                    Negative = r.Negative with { Counts = Array.ConvertAll(r.Negative.Counts, coins.Heads) },
                    ZeroCount = coins.Heads(r.ZeroCount),
                });
                var left = exponential.Rows.Zip(part, (all, c) => all with
                {
                    Positive = all.Positive with { Counts = Rest(all.Positive.Counts, c.Positive.Counts) },
                    Negative = all.Negative with { Counts = Rest(all.Negative.Counts, c.Negative.Counts) },
                    ZeroCount = all.ZeroCount - c.ZeroCount,
                });
                return (exponential with { Rows = [.. left] }, exponential with { Rows = part });
            default:
                throw new ArgumentException($"Data of kind '{data.Kind}' cannot be dealt.", nameof(data));
        }
    }

    private static SeriesData Moved(SeriesData data, long back)
    {
        long[] at = Array.ConvertAll(data.Times.ToArray(), t => t - back);
        return data switch
        {
            SeriesData.Samples samples => samples with { At = at },
            SeriesData.Points points => points with { At = at },
            SeriesData.Ratios ratios => ratios with { At = at },
            SeriesData.Counts counts => counts with { At = at },
            SeriesData.Histograms histograms => histograms with { At = at },
            SeriesData.ExponentialHistograms exponential => exponential with { At = at },
            _ => throw new ArgumentException($"Data of kind '{data.Kind}' cannot be moved.", nameof(data)),
        };
    }

    private static double[] Rest(double[] all, double[] part) => [.. all.Zip(part, (a, p) => a - p)];

    private static double[] Zip(double[] a, double[] b, double[] c, Func<double, double, double, double> of) => [.. a.Zip(b, c).Select(x => of(x.First, x.Second, x.Third))];

    // FNV-1a, 64 bits: the same for the same name on every machine.
    private static ulong Key(string name) => name.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL);
}
