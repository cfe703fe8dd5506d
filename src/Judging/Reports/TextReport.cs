using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>A judgement on a terminal: verdict, action and reason first, then one bar per metric.</summary>
/// <remarks>No line is wider than the style's width. With colours the text is the same, letter by letter.</remarks>
public sealed class TextReport : IReportFormat
{
    private const int MostReasonLines = 4;
    private const int MostWarningLines = 6;

    // The title ends above the bars, not at the edge.
    private const int RightMargin = 3;

    /// <inheritdoc />
    public string Name => "text";

    /// <inheritdoc />
    public string Render(Judgement judgement, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        ArgumentNullException.ThrowIfNull(style);
        var screen = new Screen(style);
        screen.Add(Headline(judgement, style, screen));
        screen.Block();
        screen.Paragraph(judgement.Reason, most: MostReasonLines);
        screen.Block();
        screen.Paragraph(Words.Facts(judgement, style), indent: 2);
        AddWarnings(screen, judgement);
        screen.Block();
        foreach (var line in new MetricTable(judgement, style, screen.Glyphs, screen.Width).Lines(screen.Width))
        {
            screen.Add(line);
        }

        screen.Block();
        screen.Paragraph(Words.Tally(judgement, Glyphs.Unicode));
        screen.Paragraph(style.Hint);
        return screen.Text();
    }

    internal static Ink InkOf(Verdict verdict) => verdict switch
    {
        Verdict.Pass => Ink.Green,
        Verdict.Fail => Ink.Red,
        _ => Ink.Yellow,
    };

    private static Line Headline(Judgement judgement, ReportStyle style, Screen screen)
    {
        var ink = InkOf(judgement.Verdict);
        var line = new Line()
            .Add(screen.Glyphs.Of(judgement.Verdict), ink)
            .Add(" ")
            .Add(Words.Of(judgement.Verdict), ink | Ink.Bold)
            .Add($"  {Words.Of(judgement.Action)}");
        var right = screen.Width - RightMargin;
        var title = Cells.CutMiddle(screen.Glyphs.Plain(Words.Title(judgement, style)), right - line.Width - 2, screen.Glyphs.Cut);
        return line.To(right - Cells.Width(title)).Add(title);
    }

    private static void AddWarnings(Screen screen, Judgement judgement)
    {
        var warnings = WarningLines.Of(judgement)
            .Select(w => Cells.Wrap(screen.Glyphs.Plain(w), screen.Width - 4, 2, screen.Glyphs.Cut))
            .Where(w => w.Count > 0)
            .ToList();
        var lines = 0;
        var shown = warnings.TakeWhile(w => (lines += w.Count) <= MostWarningLines).ToList();
        foreach (var warning in shown)
        {
            screen.Add(new Line().Add("  ").Add("!", Ink.Yellow).Add($" {warning[0]}"));
            foreach (var rest in warning.Skip(1))
            {
                screen.Add(Line.Of($"    {rest}"));
            }
        }

        if (warnings.Count > shown.Count)
        {
            screen.Add(Line.Of($"    and {Numbers.Count(warnings.Count - shown.Count)} more"));
        }
    }
}
