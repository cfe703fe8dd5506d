using System.Globalization;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>The words that all reports share.</summary>
internal static class Words
{
    private static readonly string[] Statuses = ["FAIL", "INCONCLUSIVE", "PASS", "muted"];
    private static readonly string[] TimeUnits = ["ns", "us", "µs", "ms", "s", "sec", "seconds", "milliseconds", "min"];

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "PASS",
        Verdict.Fail => "FAIL",
        _ => "INCONCLUSIVE",
    };

    public static string Of(NextAction action) => action switch
    {
        NextAction.Advance => "advance",
        NextAction.RollBack => "roll back",
        _ => "keep watching",
    };

    /// <summary>The name of an enum's member as on the wire: <c>HARM_PROVEN</c>.</summary>
    public static string Code(Enum code) =>
        string.Concat(code.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));

    /// <summary>What stands for the verdict of one metric: <c>FAIL</c>, <c>muted</c>.</summary>
    public static string Status(MetricJudgement metric) => metric.Muted ? "muted" : Of(metric.Verdict);

    /// <summary>What Kayenta says of a metric: <c>Kayenta: High, ratio 1.20</c>; empty when its rules were not asked for.</summary>
    public static string Kayenta(MetricJudgement metric)
    {
        if (metric.Kayenta is not { } said)
        {
            return "";
        }

        var critical = said.ClassificationReason.EndsWith("(Critical)", StringComparison.Ordinal) ? " (Critical)" : "";
        var why = metric.Effect is null ? said.ClassificationReason : said.Ratio is { } ratio ? $"ratio {Numbers.Value(ratio)}" : "";
        return $"Kayenta: {said.Classification}{critical}{(why.Length > 0 ? $", {why}" : "")}";
    }

    /// <summary>What Kayenta says of the whole: <c>Kayenta: Marginal, score 80</c>; empty when its rules were not asked for.</summary>
    public static string Kayenta(Judgement judgement) => judgement.Kayenta is not { } said ? ""
        : $"Kayenta: {said.Classification}, score {Numbers.Value(said.Score ?? 0)}";

    /// <summary>A text in brackets behind another; nothing when it is empty.</summary>
    public static string Bracketed(string text) => text.Length > 0 ? $" ({text})" : "";

    public static string Title(Judgement judgement, ReportStyle style) => style.Title.Length > 0 ? style.Title : judgement.Policy;

    /// <summary>How much was judged and when; empty when nothing is known.</summary>
    public static string Facts(Judgement judgement, ReportStyle style, bool dated = false)
    {
        string[] facts = [Sizes(judgement), Times(judgement, style, dated)];
        var known = facts.Where(f => f.Length > 0).ToList();
        return known.Count == 0 ? "" : string.Join(", ", known) + (style.Looks == 1 ? ", one look" : $", {Numbers.Count(style.Looks)} looks");
    }

    /// <summary>How many metrics have which verdict, and the score where it says something.</summary>
    public static string Tally(Judgement judgement, Glyphs glyphs)
    {
        var counts = judgement.Metrics.CountBy(Status).ToDictionary(StringComparer.Ordinal);
        var parts = Statuses
            .Where(counts.ContainsKey)
            .Select(s => $"{Numbers.Count(counts[s])} {s.ToLowerInvariant()}")
            .ToList();
        var decided = counts.ContainsKey("FAIL") || counts.ContainsKey("PASS");
        return (parts.Count == 0 ? "no metrics" : string.Join(", ", parts))
            + (decided ? $"{glyphs.Separator}score {Numbers.Count(Math.Floor(judgement.Score))} of 100" : "");
    }

    public static string Count(double count, string noun) => $"{Numbers.Count(count)} {Noun(count, noun)}";

    public static string Noun(double count, string noun) => count == 1 ? noun.TrimEnd('s') : noun;

    public static string Needs(MetricJudgement metric) => metric.Needed is not { } needed
        ? ""
        : $"{Numbers.Count(Numbers.Needed(needed.CanarySamples))} more canary {Noun(needed.CanarySamples, metric.CountNoun)}";

    /// <summary>What a measure looks at: <c>the slowest 1%</c>, <c>the median</c>.</summary>
    public static string Part(MetricJudgement metric, string measure)
    {
        var percent = measure.StartsWith('p') && decimal.TryParse(measure.AsSpan(1), CultureInfo.InvariantCulture, out var p) && p is > 50 and < 100 ? 100 - p : 0;
        var end = TimeUnits.Contains(metric.Unit) ? "slowest" : "highest";
        return percent == 0 ? Short(measure) : string.Create(CultureInfo.InvariantCulture, $"the {end} {percent:0.######}%");
    }

    /// <summary>A measure as one word: the shift of all values is felt as the median's.</summary>
    public static string Short(string measure) => measure is "shift" or "p50" ? "median" : measure;

    /// <summary>"A rise", "a fall", "a change": what harm is for a metric.</summary>
    public static string Harm(Direction direction) => direction switch
    {
        Direction.Decrease => "a fall",
        Direction.Either => "a change",
        _ => "a rise",
    };

    private static string Sizes(Judgement judgement)
    {
        var largest = judgement.Metrics
            .Where(m => m.Baseline is not null || m.Canary is not null)
            .OrderBy(m => m.CountNoun == "requests" ? 0 : m.CountNoun == "points" ? 1 : 2)
            .ThenByDescending(m => Size(m.Baseline) + Size(m.Canary))
            .FirstOrDefault();
        return largest is null
            ? ""
            : $"{Numbers.Count(Size(largest.Baseline))} baseline and {Numbers.Count(Size(largest.Canary))} canary {largest.CountNoun}";
    }

    private static double Size(ArmSummary? arm) => arm is { Count: var count } && double.IsFinite(count) ? count : 0;

    private static string Times(Judgement judgement, ReportStyle style, bool dated) => judgement is not { From: { } from, To: { } to }
        ? ""
        : Numbers.Times(from, to, style.Offset ?? TimeSpan.Zero, dated) + (style.Offset is null ? " UTC" : "");
}
