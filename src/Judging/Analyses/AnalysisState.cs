namespace CanaryJudge.Judging.Analyses;

/// <summary>Where an analysis stands. All but <see cref="Running"/> are final.</summary>
public enum AnalysisState
{
    /// <summary>Takes data.</summary>
    Running,

    /// <summary>Ended with PASS.</summary>
    Passed,

    /// <summary>Ended with FAIL.</summary>
    Failed,

    /// <summary>Ended without a decision.</summary>
    Inconclusive,

    /// <summary>Ended without a verdict, on request.</summary>
    Cancelled,
}
