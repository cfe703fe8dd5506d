using CanaryJudge.Judging.Analyses.Evidence;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Data of the past as they would have come live: in batches, in order of time.</summary>
public static class Replay
{
    /// <summary>The entries of an analysis of these data: one batch for each stretch of time that has any, then the end.</summary>
    /// <param name="series">The data; rows in any order. Samples have times too.</param>
    /// <param name="every">The length of a stretch, nanoseconds; above 0.</param>
    /// <returns>Entries in order of time, each at the end of its stretch.</returns>
    /// <exception cref="ArgumentException">Samples have no times.</exception>
    public static IEnumerable<AnalysisEntry> Entries(IReadOnlyList<Series> series, long every)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        if (series.FirstOrDefault(s => s.Data.Times.Length < s.Data.Count) is { } timeless)
        {
            throw new ArgumentException($"The samples of {timeless.Metric} have no times; without them nobody knows what came when.", nameof(series));
        }

        return Batches(series, every);
    }

    /// <summary>Plays data through an analysis until it ends.</summary>
    /// <param name="policy">The rules; without metrics every metric in the data is judged with defaults.</param>
    /// <param name="series">The data; samples have times too.</param>
    /// <param name="options">How the analysis runs. Its buckets are also the batches.</param>
    /// <param name="policyHash">The hash of the rules, for judgements.</param>
    /// <returns>Every look as it was made, in order; none where neither rules nor data name a metric.</returns>
    /// <exception cref="ArgumentException">Samples have no times.</exception>
    public static IEnumerable<AnalysisChange.Looked> Play(Policy policy, IReadOnlyList<Series> series, RunOptions options, string policyHash)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(options);
        var named = policy with { Metrics = policy.Metrics ?? [.. series.Select(s => s.Metric).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => new MetricPolicy { Name = name })] };
        if (named.Metrics.Count == 0)
        {
            return [];
        }

        var run = AnalysisRun.Begin(new() { Id = "replay", Created = 0, PolicyText = "", Options = options }, named, policyHash, new SequentialWatches());
        return Looks(run, Entries(series, options.Bucket));
    }

    /// <summary>Plays entries through an analysis until it ends, or they do.</summary>
    /// <param name="run">The analysis, as it is before the first of them.</param>
    /// <param name="entries">Entries of a log, in order.</param>
    /// <returns>Every look as it was made, in order.</returns>
    public static IEnumerable<AnalysisChange.Looked> Looks(AnalysisRun run, IEnumerable<AnalysisEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(entries);
        return Played(run, entries);
    }

    private static IEnumerable<AnalysisChange.Looked> Played(AnalysisRun run, IEnumerable<AnalysisEntry> entries)
    {
        var seen = new List<AnalysisChange.Looked>();
        foreach (var entry in entries)
        {
            run.Apply(entry, e =>
            {
                if (e.Change is AnalysisChange.Looked looked)
                {
                    seen.Add(looked);
                }
            });
            foreach (var looked in seen)
            {
                yield return looked;
            }

            seen.Clear();
            if (run.State != AnalysisState.Running)
            {
                yield break;
            }
        }
    }

    private static IEnumerable<AnalysisEntry> Batches(IReadOnlyList<Series> series, long every)
    {
        var stretches = new SortedDictionary<long, List<Series>>();
        foreach (var one in series)
        {
            foreach (var rows in InOrder(one.Data.Times.Span).GroupBy(i => BucketTime.Number(one.Data.Times.Span[i], every)))
            {
                if (!stretches.TryGetValue(rows.Key, out var together))
                {
                    stretches.Add(rows.Key, together = []);
                }

                together.Add(one with { Data = one.Data.Only([.. rows]) });
            }
        }

        ulong sequence = 0;
        long end = 0;
        foreach (var (number, together) in stretches)
        {
            end = BucketTime.End(number, every);
            yield return new AnalysisEntry.Batch(end, "replay", ++sequence, together);
        }

        yield return new AnalysisEntry.Finished(end);
    }

    private static int[] InOrder(ReadOnlySpan<long> times)
    {
        var rows = new int[times.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = i;
        }

        // The row number breaks ties: rows of one time keep their order whatever comes after them, so a file that has grown is cut as before.
        var keys = times.ToArray();
        Array.Sort(rows, (a, b) => (keys[a], a).CompareTo((keys[b], b)));
        return rows;
    }
}
