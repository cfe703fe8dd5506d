using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Kinds;

/// <summary>Puts what a test and its intervals found into an effect.</summary>
internal static class Measured
{
    /// <summary>An effect in the metric's unit and relative to the baseline.</summary>
    /// <param name="measure">The measure's name.</param>
    /// <param name="baseline">The baseline's level.</param>
    /// <param name="canary">The canary's level.</param>
    /// <param name="difference">Canary minus baseline.</param>
    /// <param name="ratio">Canary over baseline; null where the baseline is not positive.</param>
    /// <param name="p">The p-value on the side of harm.</param>
    /// <param name="method">The test's name.</param>
    public static Effect Of(string measure, double baseline, double canary, Interval difference, Interval? ratio, double p, string method) => new()
    {
        Measure = measure,
        Baseline = baseline,
        Canary = canary,
        Estimate = difference.Estimate,
        Lower = difference.Lower,
        Upper = difference.Upper,
        RelativeEstimate = ratio?.Estimate - 1,
        RelativeLower = ratio?.Lower - 1,
        RelativeUpper = ratio?.Upper - 1,
        PValue = p,
        Method = method,
    };
}
