using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>What the arms' levels and sizes are called.</summary>
internal static class Levels
{
    /// <summary>A level in the metric's unit, of ratios per cent; empty when unknown.</summary>
    public static string Of(MetricJudgement metric, double? level) => level switch
    {
        null => "",
        { } share when metric.Kind == "ratio" => Numbers.Share(share),
        { } value => Numbers.Value(value, metric.Unit),
    };

    /// <summary>How many values both arms have; empty when unknown.</summary>
    public static string Counts(MetricJudgement metric) => metric.Baseline is null && metric.Canary is null
        ? ""
        : $"{Numbers.Count(metric.Baseline?.Count ?? 0)} and {Words.Count(metric.Canary?.Count ?? 0, metric.CountNoun)}";

    /// <summary>One effect in a line: <c>p99 313 ms → 466 ms, +49% (+36 to +60%), below 1 in 1,000,000 by chance (needs 1 in 240)</c>.</summary>
    public static string Line(MetricJudgement metric, Effect effect)
    {
        var shown = ShownEffect.Of(metric, effect);
        var interval = shown.IntervalText.Length > 0 ? $" ({shown.IntervalText})" : "";
        var levels = effect is { Baseline: { } baseline, Canary: { } canary } ? $" {Of(metric, baseline)} → {Of(metric, canary)}" : "";
        string[] parts = [$"{effect.Measure}{levels}", $"{shown.ChangeText}{interval}", Why.Chance(effect)];
        return string.Join(", ", parts.Where(p => p.Length > 0));
    }
}
