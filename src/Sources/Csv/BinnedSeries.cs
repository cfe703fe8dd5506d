using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Sources.Csv;

/// <summary>Turns the counted observations of one metric into histograms with the same buckets in both arms.</summary>
internal static class BinnedSeries
{
    /// <summary>Counts of all histograms together; more are joined in time.</summary>
    private const long MostCounts = 1 << 24;

    /// <summary>The series; notes when there are too many to hold.</summary>
    /// <param name="parts">The metric's series, all counted.</param>
    /// <param name="log">Takes the mistake.</param>
    public static IReadOnlyList<Series> Build(IReadOnlyList<SeriesRows> parts, ProblemLog log)
    {
        var bounds = Bounds(parts);
        while (parts.Max(p => p.Bins!.Count) is var most && parts.Sum(p => (long)p.Bins!.Count) * bounds.Length > MostCounts)
        {
            if (most == 1)
            {
                log.Add(parts[0].File, parts[0].FirstLine, 0, "", $"{parts[0].Metric}: {parts.Count:N0} series of {bounds.Length:N0} buckets are too many to hold; leave out label columns with many values", fatal: true);
                return [];
            }

            foreach (var part in parts.Where(p => p.Bins!.Count == most || p.Bins.Count > 1))
            {
                part.Bins!.Widen();
            }
        }

        // One width for all, so that the intervals of both arms can be compared.
        var width = parts.Max(p => p.Bins!.Width);
        return [.. parts.Select(p => new Series(p.Metric, p.Arm, p.Labels, Histograms(p.Bins!, width, bounds)))];
    }

    /// <summary>What a reader should know of the counting, and of values that were not counted.</summary>
    /// <param name="parts">The metric's series, after <see cref="Build"/>.</param>
    /// <param name="most">So many values would have been kept.</param>
    public static IEnumerable<Warning> Warnings(IReadOnlyList<SeriesRows> parts, long most)
    {
        var (metric, fills) = (parts[0].Metric, parts[0].Policy?.Missing == Missing.Zero);
        yield return new(
            WarningCode.SamplesBinned,
            $"{metric}: more than {most:N0} values, so they are not kept one by one but counted in buckets under 0.8% wide, and judged as a histogram.");
        foreach (var arm in parts.GroupBy(p => p.Arm))
        {
            var word = arm.Key == Arm.Baseline ? "baseline" : "canary";
            long missing = arm.Sum(p => p.Bins!.Missing), infinite = arm.Sum(p => p.Bins!.Infinite);
            if (missing > 0)
            {
                yield return new(fills ? WarningCode.MissingFilled : WarningCode.NanDropped, $"{metric}, {word}: {missing:N0} without a value (NaN), {(fills ? "taken as 0, as the policy asks" : "left out as missing")}.");
            }

            if (infinite > 0)
            {
                yield return new(WarningCode.InfinityDropped, $"{metric}, {word}: {infinite:N0} infinite or beyond 1e100, left out.");
            }
        }
    }

    private static SeriesData.Histograms Histograms(SampleBins bins, long width, double[] bounds)
    {
        while (bins.Width < width)
        {
            bins.Widen();
        }

        var intervals = bins.Intervals.ToArray();
        double[][] rows = [.. intervals.Select(i => Row(i.Counts, bounds))];
        return new(bins.IsTimed ? [.. intervals.Select(i => i.Start)] : [], bounds, rows) { OfSamples = true };
    }

    private static double[] Row(IReadOnlyDictionary<int, long> counts, double[] bounds)
    {
        var row = new double[bounds.Length];
        foreach (var (bucket, count) in counts)
        {
            row[Array.BinarySearch(bounds, SlicedBins.Upper(bucket) + 0.0)] = count;
        }

        return row;
    }

    /// <summary>Both edges of every bucket with a value, rising; but for zero, below which nothing is then.</summary>
    private static double[] Bounds(IReadOnlyList<SeriesRows> parts)
    {
        var bounds = new SortedSet<double>();
        foreach (var bucket in parts.SelectMany(p => p.Bins!.Buckets).Distinct())
        {
            // Adding zero turns the negative zero between the two signs into zero.
            bounds.Add(SlicedBins.Lower(bucket) + 0.0);
            bounds.Add(SlicedBins.Upper(bucket) + 0.0);
        }

        if (bounds.Min == 0)
        {
            bounds.Remove(0);
        }

        return [.. bounds];
    }
}
