using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>The symbols that a text may use.</summary>
public sealed record Glyphs
{
    /// <summary>For terminals that show Unicode.</summary>
    public static Glyphs Unicode { get; } = new();

    /// <summary>For everything else: each text becomes ASCII.</summary>
    public static Glyphs Ascii { get; } = new()
    {
        Pass = '+',
        Fail = 'x',
        Inconclusive = '?',
        Muted = '-',
        Interval = '=',
        Estimate = 'o',
        Zero = '|',
        Tolerance = ':',
        Margin = '#',
        ClippedLeft = '<',
        ClippedRight = '>',
        ZeroCrossed = '+',
        MarginCrossed = '#',
        Separator = " - ",
        Cut = "..",
        IsAscii = true,
    };

    /// <summary>PASS.</summary>
    public char Pass { get; init; } = '✓';

    /// <summary>FAIL.</summary>
    public char Fail { get; init; } = '✗';

    /// <summary>INCONCLUSIVE.</summary>
    public char Inconclusive { get; init; } = '…';

    /// <summary>Shown, decides nothing.</summary>
    public char Muted { get; init; } = '–';

    /// <summary>Inside an interval.</summary>
    public char Interval { get; init; } = '━';

    /// <summary>The estimate.</summary>
    public char Estimate { get; init; } = '●';

    /// <summary>No change.</summary>
    public char Zero { get; init; } = '│';

    /// <summary>Harm up to here is not worth failing.</summary>
    public char Tolerance { get; init; } = '╎';

    /// <summary>Harm from here on must not pass.</summary>
    public char Margin { get; init; } = '┃';

    /// <summary>The interval goes on to the left.</summary>
    public char ClippedLeft { get; init; } = '◀';

    /// <summary>The interval goes on to the right.</summary>
    public char ClippedRight { get; init; } = '▶';

    /// <summary>The interval over zero.</summary>
    public char ZeroCrossed { get; init; } = '┿';

    /// <summary>The interval over the margin.</summary>
    public char MarginCrossed { get; init; } = '╋';

    /// <summary>Between two things of one line.</summary>
    public string Separator { get; init; } = " · ";

    /// <summary>Where something was left out.</summary>
    public string Cut { get; init; } = "…";

    /// <summary>Whether texts must be ASCII.</summary>
    public bool IsAscii { get; init; }

    /// <summary>The symbols for a style.</summary>
    /// <param name="style">The style.</param>
    /// <returns>One of the two.</returns>
    public static Glyphs Of(ReportStyle style) => style.Ascii ? Ascii : Unicode;

    /// <summary>The symbol of a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="muted">Whether it decides nothing.</param>
    /// <returns>One character.</returns>
    public char Of(Verdict verdict, bool muted = false) => (verdict, muted) switch
    {
        (_, true) => Muted,
        (Verdict.Pass, _) => Pass,
        (Verdict.Fail, _) => Fail,
        _ => Inconclusive,
    };

    /// <summary>A text that cannot do more than be read: one line, no control or direction characters, in ASCII if need be.</summary>
    /// <param name="text">Any text, a stranger's too.</param>
    /// <returns>The text with a visible placeholder for each character that is not fit to print.</returns>
    public string Plain(string text) => PlainText.Of(text, IsAscii);
}
