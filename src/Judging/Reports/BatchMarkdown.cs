namespace CanaryJudge.Judging.Reports;

/// <summary>Many judgements for a pull request or a job summary: one row a case.</summary>
/// <remarks>GitHub's Markdown. Every text is escaped.</remarks>
public sealed class BatchMarkdown : IBatchFormat
{
    /// <inheritdoc />
    public string Name => "markdown";

    /// <inheritdoc />
    public string Render(IReadOnlyList<BatchLine> lines, ReportStyle style, TimeSpan? duration = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(style);
        var glyphs = Glyphs.Of(style);
        var expects = lines.Any(l => l.Expected is not null);
        var blocks = new List<string> { MarkdownText.Block(BatchWords.Summary(lines, duration).TrimEnd(':'), glyphs) };
        if (lines.Count > 0)
        {
            string[] head = ["verdict", "case", "decided by", "change", .. expects ? ["expected"] : Array.Empty<string>()];
            blocks.Add(MarkdownReport.Rows(head, string.Concat(head.Select(_ => "|---")) + "|", BatchReport.Ordered(lines).Select(l => Row(l, expects, glyphs))));
        }

        return string.Join("\n\n", blocks) + "\n";
    }

    private static string[] Row(BatchLine line, bool expects, Glyphs glyphs)
    {
        var (left, right) = line.Judgement is { } judgement ? BatchWords.Deciding(judgement) : (line.Problem ?? "cannot be read", "");
        var expected = MarkdownText.Of(BatchWords.Expectation(line, shortly: false), glyphs);
        return
        [
            line.Judgement is { Verdict: var verdict } ? $"{MarkdownReport.Symbol(glyphs.Of(verdict))} {Words.Of(verdict)}" : "cannot be read",
            MarkdownText.Of(line.Case, glyphs),
            MarkdownText.Of(left, glyphs),
            MarkdownText.Of(right, glyphs),
            .. expects ? [line.Differs ? $"**{expected}**" : expected] : Array.Empty<string>(),
        ];
    }
}
