namespace CanaryJudge.Cli.Rollouts;

/// <summary>What is known of the terminal.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Ascii">ASCII only.</param>
/// <param name="Offset">The reader's distance from UTC.</param>
internal sealed record ScreenStyle(int Width, bool Ascii, TimeSpan Offset)
{
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
