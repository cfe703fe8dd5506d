namespace CanaryJudge.Judging.Reports;

/// <summary>What a report is told about its reader.</summary>
public sealed record ReportStyle
{
    /// <summary>The narrowest line that can hold a verdict.</summary>
    public const int Narrowest = 40;

    /// <summary>The most cells of a line.</summary>
    /// <value>The default is 80; below <see cref="Narrowest"/> it is taken as that.</value>
    public int Width { get; init; } = 80;

    /// <summary>Whether only ASCII may be written.</summary>
    public bool Ascii { get; init; }

    /// <summary>Whether ANSI colours are wanted (text only).</summary>
    public bool Color { get; init; }

    /// <summary>The reader's distance from UTC; null: UTC, and times say so.</summary>
    public TimeSpan? Offset { get; init; }

    /// <summary>What was judged: a case, a file, two versions. Empty: the policy's name.</summary>
    public string Title { get; init; } = "";

    /// <summary>The last line: what to type next. Empty: none.</summary>
    public string Hint { get; init; } = "";

    /// <summary>How often the data were looked at.</summary>
    public int Looks { get; init; } = 1;

    internal int Cells => Math.Max(Narrowest, Width);
}
