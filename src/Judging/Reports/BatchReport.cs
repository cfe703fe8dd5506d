using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>Many judgements on a terminal: one line per case, then what differs from what was expected.</summary>
/// <remarks>No line is wider than the style's width.</remarks>
public sealed class BatchReport : IBatchFormat
{
    private const int CaseLeast = 19, CaseMost = 40, CaseNarrow = 8;
    private const int Deciding = 23;

    /// <inheritdoc />
    public string Name => "text";

    /// <summary>The order of every batch: what cannot be read, fails, is open, passes.</summary>
    internal static IEnumerable<BatchLine> Ordered(IEnumerable<BatchLine> lines) => lines.OrderBy(Class).ThenBy(l => l.Case, StringComparer.Ordinal);

    /// <inheritdoc />
    public string Render(IReadOnlyList<BatchLine> lines, ReportStyle style, TimeSpan? duration = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(style);
        var screen = new Screen(style);
        var layout = new Layout(lines, screen);
        foreach (var line in Ordered(lines))
        {
            screen.Add(Row(line, screen, layout));
        }

        screen.Block();
        AddSummary(screen, lines, duration);
        screen.Paragraph(style.Hint);
        return screen.Text();
    }

    private static int Class(BatchLine line) => line.Judgement?.Verdict switch
    {
        null => 0,
        Verdict.Fail => 1,
        Verdict.Inconclusive => 2,
        _ => 3,
    };

    private static Line Row(BatchLine line, Screen screen, Layout layout)
    {
        var glyphs = screen.Glyphs;
        var row = new Line();
        if (line.Judgement is { } judgement)
        {
            row.Add(glyphs.Of(judgement.Verdict), TextReport.InkOf(judgement.Verdict));
        }
        else
        {
            row.Add("!", Ink.Red);
        }

        row.Add($" {Cells.PadRight(Cells.CutMiddle(glyphs.Plain(line.Case), layout.Name, glyphs.Cut), layout.Name)}  ");
        if (line.Judgement is null)
        {
            return row.Add(Cells.Cut(glyphs.Plain(line.Problem ?? "cannot be read"), screen.Width - row.Width, glyphs.Cut));
        }

        row.Add(Middle(BatchWords.Deciding(line.Judgement), glyphs, layout.HasExpectations ? Deciding : screen.Width - row.Width));
        var text = BatchWords.Expectation(line, layout.Short);
        return text.Length == 0 ? row : row.To(2 + layout.Name + 2 + Deciding + 2).Add(text, line.Differs ? Ink.Bold : Ink.None);
    }

    // What changed stands left, the change right, so that the changes stand in one column.
    private static string Middle((string Left, string Right) deciding, Glyphs glyphs, int width)
    {
        var right = Cells.Cut(glyphs.Plain(deciding.Right), width / 2, glyphs.Cut);
        if (right.Length == 0)
        {
            return Cells.Cut(glyphs.Plain(deciding.Left), width, glyphs.Cut);
        }

        var room = Deciding - 1 - Cells.Width(right);
        return Cells.PadRight(Cells.CutMiddle(glyphs.Plain(deciding.Left), room, glyphs.Cut), room) + " " + right;
    }

    private static void AddSummary(Screen screen, IReadOnlyList<BatchLine> lines, TimeSpan? duration)
    {
        screen.Paragraph(BatchWords.Summary(lines, duration));
        var differing = lines.Where(l => l.Differs).OrderBy(l => l.Case, StringComparer.Ordinal).ToList();
        var widths = (
            Case: Width(differing, l => l.Case, screen.Glyphs),
            Found: Width(differing, BatchWords.Found, screen.Glyphs));
        foreach (var line in differing)
        {
            var text = $"{Cells.PadRight(screen.Glyphs.Plain(line.Case), widths.Case)}  {Cells.PadRight(BatchWords.Found(line), widths.Found)}";
            var whole = $"{text}   {screen.Glyphs.Plain(line.Command)}".TrimEnd();
            if (Cells.Width(whole) + 2 <= screen.Width)
            {
                screen.Add(Line.Of($"  {whole}"));
                continue;
            }

            screen.Paragraph($"{line.Case}  {BatchWords.Found(line)}", indent: 2);
            screen.Paragraph(line.Command, indent: 4);
        }
    }

    private static int Width(List<BatchLine> lines, Func<BatchLine, string> text, Glyphs glyphs) =>
        lines.Select(l => Cells.Width(glyphs.Plain(text(l)))).Append(0).Max();

    /// <summary>What fits beside what: where names would be cut, what was expected is left to the summary.</summary>
    private sealed class Layout
    {
        public Layout(IReadOnlyList<BatchLine> lines, Screen screen)
        {
            var wanted = Math.Min(CaseMost, lines.Select(l => Cells.Width(screen.Glyphs.Plain(l.Case))).Append(CaseLeast).Max());
            HasExpectations = lines.Any(l => l.AsExpected is not null);
            Short = Room(shortly: false) < wanted;
            Name = Math.Clamp(Room(Short), CaseNarrow, wanted);

            int Room(bool shortly) => screen.Width - 2 - 2 - Deciding
                - (HasExpectations ? 2 + lines.Max(l => BatchWords.Expectation(l, shortly).Length) : 0);
        }

        public bool HasExpectations { get; }

        public bool Short { get; }

        public int Name { get; }
    }
}
