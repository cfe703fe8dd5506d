using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Stratified;

/// <summary>The normal tail of a whole number, with continuity correction 1/2.</summary>
internal static class ContinuousTail
{
    /// <summary>The p-value of a deviation from the mean; 1 without variance.</summary>
    internal static double PValue(double deviation, double variance, Alternative alternative)
    {
        var corrected = alternative switch
        {
            Alternative.Less => deviation + 0.5,
            Alternative.Greater => deviation - 0.5,
            _ => Math.Sign(deviation) * Math.Max(0, Math.Abs(deviation) - 0.5),
        };
        return variance > 0 ? Gaussian.PValue(corrected / Math.Sqrt(variance), alternative) : 1;
    }
}
