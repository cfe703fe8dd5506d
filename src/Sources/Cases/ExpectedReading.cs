using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Cases;

/// <summary>What became of the text of an <c>expected.yaml</c>.</summary>
/// <param name="Expectation">What is expected; null when a problem is an error.</param>
/// <param name="Problems">All mistakes, in the order of the text.</param>
public sealed record ExpectedReading(Expectation? Expectation, IReadOnlyList<LocatedProblem> Problems);
