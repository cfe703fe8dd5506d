namespace CanaryJudge.AnalysisClient.Traffic.Programs;

/// <summary>What a program that ran to its end left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its stdout, at most <see cref="ProgramRun.MaxOutput"/> characters.</param>
/// <param name="Error">Its stderr, likewise.</param>
/// <param name="IsCut">Whether it said more than that on one of them.</param>
internal sealed record ProgramAnswer(int ExitCode, string Output, string Error, bool IsCut)
{
    /// <summary>What it said last, stderr first, on one line of at most 500 characters, control characters as question marks.</summary>
    public string LastWords
    {
        get
        {
            var text = (Error.Trim() is { Length: > 0 } error ? error : Output.Trim()).ReplaceLineEndings(" ");
            return string.Concat((text.Length > 500 ? "..." + text[^500..] : text).Select(c => char.IsControl(c) ? '?' : c));
        }
    }
}
