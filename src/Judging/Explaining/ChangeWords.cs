using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Explaining;

/// <summary>A metric's change in words and numbers.</summary>
internal static class ChangeWords
{
    private static readonly string[] TimeUnits = ["ms", "s", "µs", "ns"];

    /// <summary><c>latency_ms p99 313 → 466 ms</c>.</summary>
    public static string FromTo(MetricJudgement metric, Effect effect)
    {
        var measure = IsQuantile(effect) ? $" {effect.Measure}" : "";
        var (from, to) = (effect.Baseline ?? 0, effect.Canary ?? 0);
        return metric.Kind == "ratio"
            ? $"{metric.Name}{measure} {Numbers.Share(from)} → {Numbers.Share(to)}"
            : $"{metric.Name}{measure} {Numbers.Value(from)} → {Numbers.Value(to, metric.Unit)}";
    }

    /// <summary>A signed change, in percent of the baseline, in points, or in the metric's unit.</summary>
    public static string Signed(MetricJudgement metric, double change, bool relative) =>
        relative ? Numbers.Change(change)
        : metric.Kind == "ratio" ? Numbers.Points(change)
        : metric.Unit == "%" ? Numbers.Points(change / 100)
        : Numbers.AbsoluteChange(change, metric.Unit);

    /// <summary>An unsigned amount of harm that is still possible, rounded up.</summary>
    public static string AtMost(MetricJudgement metric, double harm, bool relative) => End(metric, Math.Abs(harm), relative, upper: true).TrimStart('+');

    /// <summary>An unsigned size, such as a margin.</summary>
    public static string Size(MetricJudgement metric, double size, bool relative) => Signed(metric, Math.Abs(size), relative).TrimStart('+');

    /// <summary>What happened, by the shape of the change: <c>got slower</c>, <c>rose</c>, <c>fell</c>.</summary>
    public static string Moved(MetricJudgement metric, Effect effect)
    {
        var up = (effect.Estimate ?? 0) >= 0;
        return IsTime(metric) ? (up ? "got slower" : "got faster") : up ? "rose" : "fell";
    }

    /// <summary>Who is hit: <c>The slowest 1%</c>; null for a measure of the whole.</summary>
    public static string? Tail(MetricJudgement metric, Effect effect)
    {
        if (!IsQuantile(effect) || !double.TryParse(effect.Measure[1..], System.Globalization.CultureInfo.InvariantCulture, out var percent) || percent == 50)
        {
            return null;
        }

        var share = Math.Round(percent > 50 ? 100 - percent : percent, 6);
        return percent > 50 ? $"The {(IsTime(metric) ? "slowest" : "highest")} {share}%" : $"The {(IsTime(metric) ? "fastest" : "lowest")} {share}%";
    }

    /// <summary>A bound on harm in the metric's own sign, rounded towards the weaker statement: <c>+36%</c>, for a metric that must not fall <c>−12%</c>.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="effect">The change.</param>
    /// <param name="harm">The bound; positive is worse.</param>
    /// <param name="relative">Whether it is a share of the baseline.</param>
    /// <param name="atLeast">Harm is at least this; else at most.</param>
    public static string Bound(MetricJudgement metric, Effect effect, double harm, bool relative, bool atLeast)
    {
        var falls = metric.Direction == Config.Direction.Decrease || (metric.Direction == Config.Direction.Either && (effect.Estimate ?? 0) < 0);
        return End(metric, falls ? -harm : harm, relative, upper: falls == atLeast);
    }

    /// <summary>One end of an interval, rounded outwards.</summary>
    private static string End(MetricJudgement metric, double end, bool relative, bool upper)
    {
        double? low = upper ? null : end, high = upper ? end : null;
        var text = relative ? Numbers.ChangeInterval(low, high)
            : metric.Kind == "ratio" ? Numbers.PointsInterval(low, high)
            : metric.Unit == "%" ? Numbers.PointsInterval(low / 100, high / 100)
            : Numbers.AbsoluteInterval(low, high, metric.Unit);
        return text.Replace(" or more", "", StringComparison.Ordinal).Replace(" or less", "", StringComparison.Ordinal);
    }

    private static bool IsQuantile(Effect effect) => effect.Measure.StartsWith('p') && effect.Measure.Length > 1 && char.IsAsciiDigit(effect.Measure[1]);

    private static bool IsTime(MetricJudgement metric) => Array.IndexOf(TimeUnits, metric.Unit) >= 0;
}
