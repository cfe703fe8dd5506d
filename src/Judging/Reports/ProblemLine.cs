namespace CanaryJudge.Judging.Reports;

/// <summary>A mistake in a file, with the line it stands in.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Line">From 1; 0: of the file as a whole.</param>
/// <param name="Column">From 1; 0: of the line as a whole.</param>
/// <param name="Length">How many characters are wrong; at least 1 where there is a column.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
/// <param name="IsWarning">Whether it stops nothing.</param>
/// <param name="SourceLine">The line's text; null: not shown.</param>
public sealed record ProblemLine(string File, int Line, int Column, int Length, string Message, bool IsWarning, string? SourceLine)
{
    /// <summary>How many mistakes it stands for.</summary>
    /// <value>From 1; more where the others are only counted. The default is 1.</value>
    public long Count { get; init; } = 1;

    /// <summary>Where and what, on one line: <c>file:line:column: message</c>, of line and column what is known.</summary>
    public override string ToString() => $"{File}{(Line > 0 ? Column > 0 ? $":{Line}:{Column}" : $":{Line}" : "")}: {Message}";
}
