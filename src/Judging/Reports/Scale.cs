namespace CanaryJudge.Judging.Reports;

/// <summary>What a change is measured in.</summary>
public enum Scale
{
    /// <summary>Relative to the baseline: 0.25 is 25% more.</summary>
    Relative,

    /// <summary>Percentage points, held as a share: 0.003 is 0.30 points.</summary>
    Points,

    /// <summary>The metric's unit.</summary>
    Absolute,
}
