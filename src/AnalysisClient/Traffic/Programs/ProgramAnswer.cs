namespace CanaryJudge.AnalysisClient.Traffic.Programs;

/// <summary>What a program that ran to its end left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its stdout.</param>
/// <param name="Error">Its stderr.</param>
internal sealed record ProgramAnswer(int ExitCode, string Output, string Error)
{
    /// <summary>What it said last, stderr first, on one line of at most 500 characters.</summary>
    public string LastWords
    {
        get
        {
            var text = (Error.Trim() is { Length: > 0 } error ? error : Output.Trim()).ReplaceLineEndings(" ");
            return text.Length > 500 ? "..." + text[^500..] : text;
        }
    }
}
