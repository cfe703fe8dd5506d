using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>What is known of the terminal.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Ascii">ASCII only.</param>
/// <param name="Offset">The reader's distance from UTC.</param>
/// <param name="Color">Whether ANSI colours are wanted.</param>
internal sealed record ScreenStyle(int Width, bool Ascii, TimeSpan Offset, bool Color = false)
{
    /// <summary>The style of stdout.</summary>
    /// <param name="ascii">ASCII even where the locale is UTF-8.</param>
    public static ScreenStyle OfTerminal(bool ascii) =>
        new(Terminal.Width, ascii || !Terminal.IsUtf8, TimeZoneInfo.Local.GetUtcOffset(TimeProvider.System.GetUtcNow()), Terminal.HasColor);

    /// <summary>The same for reports.</summary>
    public ReportStyle ForReports => new() { Width = Width, Ascii = Ascii, Color = Color, Offset = Offset };

    private static readonly (string Sign, string Plain)[] Plain =
    [
        ("✓", "+"), ("✗", "x"), ("…", "?"), ("→", ">"), ("←", "<"), ("·", "."), ("‖", "="), ("█", "#"),
    ];

    /// <summary>A text in the letters that the terminal has, cut to its width.</summary>
    public string Fit(string line)
    {
        if (Ascii)
        {
            line = Plain.Aggregate(line, (l, p) => l.Replace(p.Sign, p.Plain, StringComparison.Ordinal));
        }

        return line.Length <= Width ? line : Ascii ? line[..(Width - 1)] + "~" : line[..(Width - 1)] + "…";
    }

    /// <summary>A time of day as the reader's clock shows it.</summary>
    public string Clock(DateTimeOffset time) => time.ToOffset(Offset).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
