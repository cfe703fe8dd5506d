using System.Globalization;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Groups the series of an answer into counters that start and reset together.</summary>
internal static class CounterGroups
{
    /// <summary>Plain counters: each series is a group.</summary>
    /// <exception cref="QueryFailedException">There is a native histogram.</exception>
    public static IReadOnlyList<CounterGroup> Plain(IReadOnlyList<RangeSeries> series, string path) =>
        series.Any(s => s.HasHistograms)
            ? throw Refused($"{path} gives native histograms; ask for numbers, or write the query under buckets.")
            : [.. series.Select(s => new CounterGroup(s.Labels.GetValueOrDefault("instance"), Array.ConvertAll(s.Values, v => double.IsNaN(v) ? null : new[] { v })))];

    /// <summary>Native histograms, in the buckets of <see cref="NativeGrid"/>.</summary>
    /// <exception cref="QueryFailedException">One is coarser than these.</exception>
    public static IReadOnlyList<CounterGroup> Native(IReadOnlyList<RangeSeries> series, string path) =>
        [.. series.Select(s => new CounterGroup(s.Labels.GetValueOrDefault("instance"), Array.ConvertAll(s.Histograms, h => h is null ? null : NativeGrid.Counts(h)
            ?? throw Refused($"{path}: a native histogram is coarser than eight buckets to a doubling; let it have more buckets (native_histogram_bucket_limit), or use a classic one."))))];

    /// <summary>The upper bounds that all classic histograms have in common, rising; the last is infinite.</summary>
    /// <exception cref="QueryFailedException">A series has no <c>le</c>, or there is no common one.</exception>
    public static double[] CommonBounds(IReadOnlyList<RangeSeries> series, string path)
    {
        HashSet<double>? common = null;
        foreach (var histogram in series.GroupBy(Key, StringComparer.Ordinal))
        {
            var bounds = histogram.Select(s => Bound(s, path));
            common ??= [.. bounds];
            common.IntersectWith(bounds);
        }

        return common is null || common.Contains(double.PositiveInfinity) ? [.. (common ?? []).Order()] : throw Refused($"{path} gives a histogram without le=\"+Inf\"; leave no bucket out.");
    }

    /// <summary>Classic histograms: a group holds the buckets of all series that differ only in <c>le</c>, cumulative as they are.</summary>
    /// <param name="series">All with <c>le</c>.</param>
    /// <param name="bounds">The buckets to keep.</param>
    /// <param name="path">For messages.</param>
    public static IReadOnlyList<CounterGroup> Classic(IReadOnlyList<RangeSeries> series, double[] bounds, string path) =>
        [.. series.GroupBy(Key, StringComparer.Ordinal).Select(histogram =>
        {
            var byBound = histogram.GroupBy(s => Bound(s, path)).ToDictionary(g => g.Key, g => g.First());
            var columns = Array.ConvertAll(bounds, b => byBound[b]);
            var moments = columns.Length == 0 ? 0 : columns[0].Values.Length;
            return new CounterGroup(columns[0].Labels.GetValueOrDefault("instance"), [.. Enumerable.Range(0, moments).Select(i => Row(columns, i))]);
        })];

    private static double[]? Row(RangeSeries[] columns, int moment)
    {
        var row = Array.ConvertAll(columns, c => c.Values[moment]);
        return Array.Exists(row, double.IsNaN) ? null : row;
    }

    private static string Key(RangeSeries series) =>
        string.Join('\n', series.Labels.Where(l => l.Key != "le").OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));

    private static double Bound(RangeSeries series, string path) => series.Labels.GetValueOrDefault("le") switch
    {
        null => throw Refused($"{path} gives series without the label le; a histogram needs it."),
        "+Inf" or "Inf" => double.PositiveInfinity,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) => bound,
        var text => throw Refused($"{path}: le=\"{Words.Shown(text)}\" is not a number."),
    };

    private static QueryFailedException Refused(string reason) => new(new SourceReading.Refused(reason));
}
