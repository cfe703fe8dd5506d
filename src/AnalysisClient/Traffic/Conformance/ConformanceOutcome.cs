namespace CanaryJudge.AnalysisClient.Traffic.Conformance;

/// <summary>What can come of a rule.</summary>
public enum ConformanceOutcome
{
    /// <summary>The controller does what the rule demands.</summary>
    Passed,

    /// <summary>It does not.</summary>
    Failed,

    /// <summary>The rule does not apply, or could not be tried because of another failure.</summary>
    NotJudged,
}
