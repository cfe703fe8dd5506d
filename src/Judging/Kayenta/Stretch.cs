namespace CanaryJudge.Judging.Kayenta;

/// <summary>From one number to another.</summary>
/// <param name="Low">The smaller one.</param>
/// <param name="High">The larger one.</param>
public readonly record struct Stretch(double Low, double High)
{
    /// <summary>The number half-way.</summary>
    public double Middle => Low + ((High - Low) / 2);
}
