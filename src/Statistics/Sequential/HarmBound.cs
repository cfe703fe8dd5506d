namespace CanaryJudge.Statistics.Sequential;

/// <summary>A size of harm, relative and absolute; the larger one counts.</summary>
/// <param name="Relative">A share of the baseline's level, at least 0: 0.05 is 5 %.</param>
/// <param name="Absolute">In the metric's unit (for shares of a total: a share), at least 0.</param>
public readonly record struct HarmBound(double Relative, double Absolute)
{
    /// <summary>The bound in the metric's unit.</summary>
    /// <param name="level">The baseline's level; its sign does not matter.</param>
    /// <returns>At least 0, finite.</returns>
    public double At(double level) => Math.Min(double.MaxValue, Math.Max(Relative * Math.Abs(level), Absolute));

    internal void Require(string parameterName)
    {
        Levels.RequireNotNegative(Relative, parameterName);
        Levels.RequireNotNegative(Absolute, parameterName);
    }
}
