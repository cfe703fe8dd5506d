namespace CanaryJudge.Sources.Policies;

/// <summary>What reading an expectation gave.</summary>
/// <param name="Expectation">The expectation; null with errors.</param>
/// <param name="Problems">The mistakes, in the order of the text.</param>
public sealed record ExpectationReading(Expectation? Expectation, IReadOnlyList<LocatedProblem> Problems);
