namespace CanaryJudge.Judging.Config;

/// <summary>An amount of harm: relative to the baseline, absolute, or both, then the larger counts.</summary>
/// <param name="Relative">A share of the baseline: 0.05 is 5%. Null: none.</param>
/// <param name="Absolute">In the metric's unit; for ratios a share (0.005 is 0.5 percentage points). Null: none.</param>
public sealed record Allowance(double? Relative, double? Absolute)
{
    /// <summary>No allowance at all.</summary>
    public static Allowance None { get; } = new(null, null);

    /// <summary>Whether <see cref="Absolute"/> was written in percentage points (<c>0.5pp</c>): 0.005, whatever the metric's unit.</summary>
    public bool InPoints { get; init; }

    /// <summary>The allowance in the metric's unit at a baseline level.</summary>
    /// <param name="baseline">The baseline's level; its size counts.</param>
    /// <returns>At least 0.</returns>
    public double At(double baseline) => Math.Max((Relative ?? 0) * Math.Abs(baseline), Absolute ?? 0);
}
