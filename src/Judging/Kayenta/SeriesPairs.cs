using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>The pairs that Kayenta would be given for the series of one metric: one for each set of labels, as its sources make one for each set of tags.</summary>
internal static class SeriesPairs
{
    /// <summary>The pairs of a metric, in order of their labels; without any data one with empty arms.</summary>
    /// <param name="metric">Kayenta's settings.</param>
    /// <param name="policy">Our own, for what Kayenta leaves to its sources.</param>
    /// <param name="series">All series of that metric.</param>
    public static IEnumerable<(KayentaPair Pair, SeriesData? Baseline, SeriesData? Canary)> Of(KayentaMetric metric, MetricPolicy policy, IReadOnlyList<Series> series)
    {
        // A label with one value per arm, such as a version, describes the arm and makes no pair.
        string[] keys = [.. series.SelectMany(s => s.Labels.Keys).Distinct(StringComparer.Ordinal).Where(k => DiffersWithin(series, k)).Order(StringComparer.Ordinal)];
        var groups = series.GroupBy(s => string.Join(',', keys.Where(s.Labels.ContainsKey).Select(k => $"{k}={s.Labels[k]}")), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var group in series.Count == 0 ? [null] : groups.Cast<IGrouping<string, Series>?>())
        {
            SeriesData? baseline = Find(group, Arm.Baseline), canary = Find(group, Arm.Canary);
            var (b, c) = SeriesValues.Of(policy, metric.ReplacesNan, baseline, canary);
            var tags = group is null || keys.Length == 0 ? null : group.First().Labels.Where(l => keys.Contains(l.Key, StringComparer.Ordinal)).ToDictionary(l => l.Key, l => (string?)l.Value, StringComparer.Ordinal);
            yield return (new(metric.Name, group?.Key, tags, b, c), baseline, canary);
        }
    }

    private static bool DiffersWithin(IReadOnlyList<Series> series, string key) =>
        series.GroupBy(s => s.Arm).Any(arm => arm.Select(s => s.Labels.GetValueOrDefault(key)).Distinct(StringComparer.Ordinal).Skip(1).Any());

    private static SeriesData? Find(IEnumerable<Series>? group, Arm arm) => group?.FirstOrDefault(s => s.Arm == arm)?.Data;
}
