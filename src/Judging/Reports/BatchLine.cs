using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>One case of a batch.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Judgement">Its judgement; null when it could not be read.</param>
/// <param name="Problem">Why it could not be read; null when it could.</param>
/// <param name="Expected">The verdict that was expected; null: none.</param>
/// <param name="AsExpected">Whether all expectations hold, those of single metrics too; null without expectations.</param>
public sealed record BatchLine(string Case, Judgement? Judgement, string? Problem = null, Verdict? Expected = null, bool? AsExpected = null)
{
    /// <summary>What to type to see the case alone; empty: unknown.</summary>
    public string Command { get; init; } = "";

    internal bool Differs => AsExpected == false;
}
