using System.Globalization;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;

namespace CanaryJudge.Judging.Reports;

/// <summary>One look in a line for a log: time first, then <c>key=value</c>, always in UTC and ASCII.</summary>
public static class LookLine
{
    /// <summary><c>2026-11-23T14:21:00Z look=19 verdict=FAIL metric=latency_ms measure=p99 change=+49% odds=500 needs=240</c>.</summary>
    /// <param name="looked">The look.</param>
    /// <returns>The line, without its end.</returns>
    public static string Of(AnalysisChange.Looked looked) => $"{Time(looked)} {Facts(looked)}";

    /// <summary>The same without its time.</summary>
    /// <param name="looked">The look.</param>
    public static string Facts(AnalysisChange.Looked looked)
    {
        ArgumentNullException.ThrowIfNull(looked);
        var judgement = looked.Judgement;
        var words = new List<string> { string.Create(CultureInfo.InvariantCulture, $"look={looked.Moment.Number}") };
        if (looked.Moment.Epoch > 0)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"epoch={looked.Moment.Epoch}"));
            words.Add(string.Create(CultureInfo.InvariantCulture, $"traffic={looked.CanaryTraffic:0}"));
        }

        words.Add($"verdict={Words.Of(judgement.Verdict)}");
        if (Leading(judgement) is { } metric)
        {
            var effect = metric.Decisive;
            var shown = ShownEffect.Of(metric);
            words.Add($"metric={Quoted(metric.Name)}");
            AddIf(words, "measure", effect?.Measure);
            AddIf(words, "change", shown.ChangeText.Replace(" ", "", StringComparison.Ordinal));
            AddIf(words, "odds", effect?.OneIn is { } n ? Numbers.OneInText(n).Replace(",", "", StringComparison.Ordinal) : null);
            AddIf(words, "needs", effect?.Alpha is { } alpha ? Numbers.OneInText(Numbers.OneIn(alpha)).Replace(",", "", StringComparison.Ordinal) : null);
            AddIf(words, "more", metric.Needed is { } needed ? needed.CanarySamples.ToString("0", CultureInfo.InvariantCulture) : null);
        }

        return Glyphs.Ascii.Plain(string.Join(' ', words));
    }

    /// <summary>The end of the newest data of a look: <c>2026-11-23T14:21:00Z</c>.</summary>
    /// <param name="looked">The look.</param>
    public static string Time(AnalysisChange.Looked looked)
    {
        ArgumentNullException.ThrowIfNull(looked);
        return Times.Text(looked.Moment.Until);
    }

    /// <summary>The metric that decided, or that leans most to harm.</summary>
    private static MetricJudgement? Leading(Judgement judgement) =>
        judgement.Metrics.FirstOrDefault(m => !m.Muted && judgement.Verdict == Verdict.Fail && judgement.DecidedBy.Contains(m.Name, StringComparer.Ordinal))
        ?? judgement.Metrics.Where(m => !m.Muted && m.Decisive?.OneIn is not null).MaxBy(m => m.Decisive!.OneIn!.Value * (m.Decisive.Alpha ?? 1))
        ?? judgement.Metrics.FirstOrDefault(m => !m.Muted);

    private static void AddIf(List<string> words, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            words.Add($"{key}={Quoted(value)}");
        }
    }

    private static string Quoted(string text) => Glyphs.Ascii.Plain(text) is var value && value.AsSpan().ContainsAny(" \"=") ? $"\"{value.Replace("\"", "'", StringComparison.Ordinal)}\"" : value;
}
