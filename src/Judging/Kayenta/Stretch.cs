namespace CanaryJudge.Judging.Kayenta;

/// <summary>From one number to another.</summary>
internal readonly record struct Stretch(double Low, double High)
{
    public double Middle => Low + ((High - Low) / 2);
}
