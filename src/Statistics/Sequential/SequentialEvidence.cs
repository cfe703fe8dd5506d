namespace CanaryJudge.Statistics.Sequential;

/// <summary>One question's evidence at one look.</summary>
/// <param name="Statistic">A z, or log E of events; NaN when there is none.</param>
/// <param name="Boundary">What it has to reach now; positive infinity when this look cannot decide.</param>
/// <param name="AnytimeP">The smallest level at which any look so far would have decided, in [0, 1]; NaN where it is not defined.</param>
public readonly record struct SequentialEvidence(double Statistic, double Boundary, double AnytimeP)
{
    /// <summary>Whether the boundary is reached.</summary>
    public bool IsEnough => Statistic >= Boundary;
}
