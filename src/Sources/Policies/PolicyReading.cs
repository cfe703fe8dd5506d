using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies;

/// <summary>What became of a policy's text.</summary>
/// <param name="Policy">The policy; null when a problem is an error.</param>
/// <param name="Problems">All mistakes in the order of the text (at most 100, then one that counts the rest), warnings included.</param>
public sealed record PolicyReading(Policy? Policy, IReadOnlyList<LocatedProblem> Problems)
{
    /// <summary>The text that was read; null when there was none to read.</summary>
    public string? Text { get; init; }
}
