namespace CanaryJudge.Judging.Analyses;

/// <summary>When an analysis ends by itself.</summary>
public enum StopRule
{
    /// <summary>At the first PASS (after the minimum duration) or FAIL.</summary>
    FirstDecision,

    /// <summary>At the first FAIL; PASS holds for a step of a rollout and ends nothing.</summary>
    FailOnly,
}
