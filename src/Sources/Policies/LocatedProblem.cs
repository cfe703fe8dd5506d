using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies;

/// <summary>A user's mistake in a policy or in expectations, with its place.</summary>
/// <param name="File">The file's name as the caller gave it; empty for a text from elsewhere.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Length">How many characters are meant; at least 1.</param>
/// <param name="Path">Where in the document: <c>metrics[1].margin</c>; empty for the document itself.</param>
/// <param name="Message">What is wrong and how to mend it: one or two sentences, ending in a full stop or a question mark.</param>
/// <param name="IsWarning">A warning does not stop the judging.</param>
/// <param name="SourceLine">The line, at most 200 characters, control characters shown as blanks so that columns hold; may be empty.</param>
public sealed record LocatedProblem(string File, int Line, int Column, int Length, string Path, string Message, bool IsWarning, string SourceLine)
{
    /// <summary>How many mistakes it stands for.</summary>
    /// <value>From 1; more where the others are only counted. The default is 1.</value>
    public long Count { get; init; } = 1;

    /// <summary>The problem without its place, as it goes over the wire.</summary>
    public PolicyProblem ToPolicyProblem() => new(Path, Message) { IsWarning = IsWarning };

    /// <summary><c>file:line:column error: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column} {(IsWarning ? "warning" : "error")}: {Message}";
}
