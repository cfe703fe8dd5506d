namespace CanaryJudge.Statistics.Anomalies;

/// <summary>A stretch of the canary at one level, against the whole baseline.</summary>
/// <param name="Start">The position of its first value, from 0.</param>
/// <param name="End">The position after its last value.</param>
/// <param name="Median">Its median, in the unit of the values.</param>
/// <param name="Delta">Cliff's delta in the direction of harm, in [-1, 1]; its size where either way is harm.</param>
/// <param name="PValue">Mann-Whitney in the direction of harm, normal approximation, in [0, 1].</param>
public readonly record struct CourseSegment(int Start, int End, double Median, double Delta, double PValue)
{
    /// <summary>Clearly worse than the baseline: Cliff's delta at least 0.33 and p at most 0.01.</summary>
    public bool IsBad => Delta >= Course.MediumDelta && PValue <= 0.01;
}
