namespace CanaryJudge.Sources.Csv;

/// <summary>Something in the data that cannot be read.</summary>
/// <param name="File">The file's name as the caller gave it.</param>
/// <param name="Line">From 1, line breaks inside quotes counted; 0: the file as a whole.</param>
/// <param name="Column">From 1, in characters; 0: the line as a whole.</param>
/// <param name="Value">The value as it stands there, at most 60 characters, control characters escaped; may be empty.</param>
/// <param name="Message">What is wrong and how to mend it; names column and value, not the place.</param>
public sealed record DataProblem(string File, long Line, int Column, string Value, string Message)
{
    /// <summary><c>file:line:column: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
