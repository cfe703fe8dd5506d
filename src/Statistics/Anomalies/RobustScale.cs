namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Where values usually lie and how far they usually stray.</summary>
/// <param name="Median">The median, in the unit of the values.</param>
/// <param name="Scale">The robust standard deviation, in the unit of the values; 0 for constant values.</param>
/// <param name="Kind">What the scale rests on.</param>
public readonly record struct RobustScale(double Median, double Scale, ScaleKind Kind)
{
    /// <summary>How many scales a value lies above the median.</summary>
    /// <param name="value">Finite.</param>
    /// <returns>Negative below the median; infinite where the reference is constant and the value another.</returns>
    public double Z(double value) => value.Equals(Median) ? 0 : (value - Median) / Scale;
}
