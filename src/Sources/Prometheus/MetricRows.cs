using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Makes rows of what was found in each interval; intervals in which nothing was found have none.</summary>
internal static class MetricRows
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>One number per interval; not-a-numbers are missing.</summary>
    public static SeriesData Points(long from, long step, double[] values)
    {
        var rows = Where(values.Length, i => !double.IsNaN(values[i]));
        return new SeriesData.Points(TimeSpan.FromSeconds(step), Times(from, step, rows), Array.ConvertAll(rows, i => values[i]));
    }

    /// <summary>Events of a total; an arm whose processes all say no events has zero of them.</summary>
    public static SeriesData Ratios(long from, long step, (double[] Grown, int Groups)?[] events, (double[] Grown, int Groups)?[] total)
    {
        var rows = Where(total.Length, i => total[i] is not null);
        var totals = Array.ConvertAll(rows, i => Whole(total[i]!.Value.Grown[0]));

        // Two queries, two scrapes: an event may be seen an interval before the request that it belongs to.
        var seen = rows.Select((i, row) => Math.Min(events[i] is { } found ? Whole(found.Grown[0]) : 0, totals[row]));
        return new SeriesData.Ratios(Times(from, step, rows), [.. seen], totals);
    }

    /// <summary>Events per exposure; without one, per second that each series was seen.</summary>
    public static SeriesData Counts(long from, long step, (double[] Grown, int Groups)?[] events, (double[] Grown, int Groups)?[]? exposure)
    {
        var rows = Where(events.Length, i => (exposure is null ? events : exposure)[i] is not null);
        var counts = Array.ConvertAll(rows, i => events[i] is { } found ? Whole(found.Grown[0]) : 0);
        var exposures = Array.ConvertAll(rows, i => exposure is null ? (double)events[i]!.Value.Groups * step : Math.Max(0, exposure[i]!.Value.Grown[0]));
        return new SeriesData.Counts(Times(from, step, rows), counts, exposures);
    }

    /// <summary>Counts in buckets.</summary>
    public static SeriesData.Histograms Histograms(long from, long step, (double[] Grown, int Groups)?[] grown, double[] bounds, bool isCumulative)
    {
        var rows = Where(grown.Length, i => grown[i] is not null);
        return new(Times(from, step, rows), bounds, Array.ConvertAll(rows, i => isCumulative ? Apart(grown[i]!.Value.Grown) : Array.ConvertAll(grown[i]!.Value.Grown, Whole)));
    }

    private static double[] Apart(double[] cumulative)
    {
        var whole = Array.ConvertAll(cumulative, Whole);
        return [.. whole.Select((c, i) => i == 0 ? c : Math.Max(0, c - whole[i - 1]))];
    }

    // Counters count whole things; what increase() extrapolates does not.
    private static double Whole(double count) => Math.Max(0, Math.Round(count));

    private static int[] Where(int count, Func<int, bool> holds) => [.. Enumerable.Range(0, count).Where(holds)];

    private static long[] Times(long from, long step, int[] rows) => Array.ConvertAll(rows, i => (from + (i * step)) * NanosecondsPerSecond);
}
