namespace CanaryJudge.Judging.Model;

/// <summary>One of the two sides of a comparison.</summary>
public enum Arm
{
    /// <summary>The version that everyone else uses.</summary>
    Baseline,

    /// <summary>The new version, on a few users.</summary>
    Canary,
}
