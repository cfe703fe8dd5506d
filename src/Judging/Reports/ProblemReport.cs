using System.Text.RegularExpressions;

namespace CanaryJudge.Judging.Reports;

/// <summary>Mistakes in files on a terminal: each with its place, its line and a mark below what is wrong.</summary>
public static partial class ProblemReport
{
    /// <summary>Writes the problems, in the order given.</summary>
    /// <param name="problems">The problems.</param>
    /// <param name="style">What is known of the reader.</param>
    /// <returns>Lines, each ended by a line feed and none wider than the style's width.</returns>
    public static string Render(IReadOnlyList<ProblemLine> problems, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentNullException.ThrowIfNull(style);
        var screen = new Screen(style);
        foreach (var problem in problems)
        {
            AddMessage(screen, problem);
            AddSource(screen, problem);
        }

        screen.Block();
        screen.Paragraph(Tally(problems));
        screen.Paragraph(style.Hint);
        return screen.Text();
    }

    private static string Tally(IReadOnlyList<ProblemLine> problems)
    {
        long warnings = problems.Where(p => p.IsWarning).Sum(p => p.Count), errors = problems.Sum(p => p.Count) - warnings;
        return (errors, warnings) switch
        {
            (0, 0) => "no errors",
            (_, 0) => Words.Count(errors, "errors"),
            (0, _) => Words.Count(warnings, "warnings"),
            _ => $"{Words.Count(errors, "errors")}, {Words.Count(warnings, "warnings")}",
        };
    }

    private static void AddMessage(Screen screen, ProblemLine problem)
    {
        var (word, ink) = problem.IsWarning ? ("warning:", Ink.Yellow) : ("error:", Ink.Red);
        var place = $"{screen.Glyphs.Plain(problem.File)}{At(problem.Line)}{(problem.Line > 0 ? At(problem.Column) : "")}";
        place = Cells.CutMiddle(place, screen.Width - word.Length - 3, screen.Glyphs.Cut);
        var head = new Line().Add($"{place} ").Add(word, ink | Ink.Bold).Add(" ");

        // The first line has less room: it is wrapped with its head's width in front, made of one word.
        var filler = new string('x', head.Width - 1);
        var lines = Cells.Wrap($"{filler} {screen.Glyphs.Plain(problem.Message)}", screen.Width - 2, int.MaxValue, "");
        screen.Add(head.Add(lines[0][filler.Length..].TrimStart()));
        foreach (var rest in lines.Skip(1))
        {
            screen.Add(Line.Of($"  {rest}"));
        }
    }

    private static string At(int place) => place > 0 ? $":{place}" : "";

    private static void AddSource(Screen screen, ProblemLine problem)
    {
        if (problem.SourceLine is not { Length: > 0 } source || problem.Line <= 0)
        {
            return;
        }

        var gutter = $"  {problem.Line} | ";
        var room = screen.Width - gutter.Length;
        var start = Math.Clamp(problem.Column - 1, 0, source.Length);
        var end = Math.Clamp(start + Math.Max(1, problem.Length), start, source.Length);
        source = Login().Replace(source, m => new string('*', m.Length));
        var (before, wrong, after) = (Shown(screen, source[..start]), Shown(screen, source[start..end]), Shown(screen, source[end..]));
        before = Nearest(before, room - Math.Min(Cells.Width(wrong), room / 2) - 1, screen.Glyphs.Cut);
        screen.Add(new Line().Add(gutter, Ink.Dim).Add(Cells.Cut(before + wrong + after, room, screen.Glyphs.Cut)));
        if (problem.Column > 0)
        {
            var width = Math.Clamp(Cells.Width(wrong), 1, Math.Max(1, room - Cells.Width(before)));
            screen.Add(new Line()
                .Add(Cells.Spaces(gutter.Length - 2) + "| ", Ink.Dim)
                .Add(Cells.Spaces(Cells.Width(before)))
                .Add(new string('^', width), problem.IsWarning ? Ink.Yellow : Ink.Red));
        }
    }

    /// <summary>The user and password of an address, which belong in no log.</summary>
    [GeneratedRegex("(?<=://)[^/?#@\\s\"']+(?=@)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Login();

    private static string Shown(Screen screen, string text) => screen.Glyphs.Plain(text.Replace('\t', ' '));

    // Of a long line the part before the mistake is cut at its beginning.
    private static string Nearest(string before, int room, string mark)
    {
        if (Cells.Width(before) <= room)
        {
            return before;
        }

        while (before.Length > 0 && Cells.Width(before) > room - Cells.Width(mark))
        {
            before = before[(char.IsSurrogate(before[0]) ? 2 : 1)..];
        }

        return mark + before;
    }
}
