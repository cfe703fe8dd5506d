using System.Text;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>A judgement for a pull request, a chat or a job summary: one table, the numbers behind it folded.</summary>
/// <remarks>GitHub's Markdown. Every text is escaped; times are UTC unless the style has an offset.</remarks>
public sealed class MarkdownReport : IReportFormat
{
    /// <inheritdoc />
    public string Name => "markdown";

    /// <inheritdoc />
    public string Render(Judgement judgement, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        ArgumentNullException.ThrowIfNull(style);
        var glyphs = Glyphs.Of(style);
        var blocks = new List<string>
        {
            $"## {Symbol(glyphs.Of(judgement.Verdict))} {Words.Of(judgement.Verdict)}: {Words.Of(judgement.Action)}",
            MarkdownText.Block(Words.Title(judgement, style), glyphs),
            MarkdownText.Block(judgement.Reason, glyphs),
            MarkdownText.Block(Words.Facts(judgement, style, dated: true), glyphs),
            Table(judgement, glyphs),
            When(judgement, style, glyphs),
            Details(judgement, glyphs),
            Warnings(judgement, glyphs),
            MarkdownText.Block(Words.Tally(judgement, Glyphs.Unicode), glyphs),
            MarkdownText.Block(style.Hint, glyphs),
        };
        return string.Join("\n\n", blocks.Where(b => b.Length > 0)) + "\n";
    }

    // In ASCII two of the symbols would open a list.
    internal static string Symbol(char symbol) => char.IsAscii(symbol) ? $"\\{symbol}".Replace("\\x", "x", StringComparison.Ordinal) : $"{symbol}";

    private static string Table(Judgement judgement, Glyphs glyphs) => judgement.Metrics.Count == 0 ? "" : Rows(
        ["verdict", "metric", "measure", "change", "interval", "margin"],
        "|---|---|---|---:|---|---:|",
        MetricOrder.Of(judgement.Metrics).Select(m => Row(m, glyphs)));

    private static string[] Row(MetricJudgement metric, Glyphs glyphs)
    {
        var shown = ShownEffect.Of(metric);
        var change = MarkdownText.Of(shown.ChangeText, glyphs);
        return
        [
            $"{Symbol(glyphs.Of(metric.Verdict, metric.Muted))} {Words.Status(metric)}{MarkdownText.Of(Words.Bracketed(Words.Kayenta(metric)), glyphs)}",
            MarkdownText.Of(metric.Name, glyphs),
            MarkdownText.Of(shown.Measure, glyphs),
            metric is { Muted: false, Verdict: Verdict.Fail } && change.Length > 0 ? $"**{change}**" : change,
            MarkdownText.Of(shown.IntervalText, glyphs),
            MarkdownText.Of(shown.MarginText, glyphs),
        ];
    }

    private static string When(Judgement judgement, ReportStyle style, Glyphs glyphs) => string.Join('\n', MetricOrder.Of(judgement.Metrics)
        .Select(m => (m.Name, Since: SinceWhen.Of(judgement, m, style)))
        .Where(m => m.Since.Length > 0)
        .Select(m => $"- {MarkdownText.Block($"{m.Name}: {char.ToLowerInvariant(m.Since[0])}{m.Since[1..]}", glyphs)}"));

    private static string Details(Judgement judgement, Glyphs glyphs)
    {
        if (judgement.Metrics.Count == 0)
        {
            return "";
        }

        var rows = Rows(
            ["metric", "measure", "baseline", "canary", "values", "chance", "test", "reason"],
            "|---|---|---:|---:|---:|---|---|---|",
            MetricOrder.Of(judgement.Metrics).SelectMany(m => Effects(m).Select(e => Detail(m, e, glyphs))));
        return $"<details><summary>The numbers behind it</summary>\n\n{rows}\n\n</details>";
    }

    private static IEnumerable<Effect?> Effects(MetricJudgement metric) => new[] { metric.Effect }.Concat(metric.Guards);

    private static string[] Detail(MetricJudgement metric, Effect? effect, Glyphs glyphs) =>
    [
        MarkdownText.Of(metric.Name, glyphs),
        MarkdownText.Of(effect?.Measure ?? "", glyphs),
        MarkdownText.Of(Levels.Of(metric, effect?.Baseline), glyphs),
        MarkdownText.Of(Levels.Of(metric, effect?.Canary), glyphs),
        MarkdownText.Of(Levels.Counts(metric), glyphs),
        MarkdownText.Of(Why.Chance(effect), glyphs),
        MarkdownText.Of(effect?.Method ?? "", glyphs),
        ReferenceEquals(effect, metric.Decisive) ? MarkdownText.Of(metric.Reason, glyphs) : "",
    ];

    private static string Warnings(Judgement judgement, Glyphs glyphs)
    {
        var text = new StringBuilder();
        foreach (var warning in WarningLines.Of(judgement))
        {
            text.Append("\n- ").Append(MarkdownText.Block(warning, glyphs));
        }

        return text.Length == 0 ? "" : $"**Warnings**\n{text}";
    }

    internal static string Rows(string[] head, string rule, IEnumerable<string[]> rows) => string.Join(
        '\n',
        rows.Prepend(head).Select(r => $"| {string.Join(" | ", r)} |").ToList() is var lines ? lines.Take(1).Append(rule).Concat(lines.Skip(1)) : []);
}
