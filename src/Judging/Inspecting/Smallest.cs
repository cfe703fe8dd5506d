using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Statistics.Anomalies;
using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Judging.Inspecting;

/// <summary>The smallest change that this much data would show in four of five runs, tested on one side at 5%.</summary>
/// <remarks>
/// With two arms from the width of the measured interval: a change of (z_0.95 + z_0.8) standard errors. With one arm as if a canary like it ran
/// beside it: the standard error of the difference of two medians of independent values, 1.2533 s sqrt(2 / n), with n the effective number.
/// Source: J. Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), section 2.4; median: M. G. Kendall and A. Stuart,
/// The Advanced Theory of Statistics 1 (1977), section 10.11.
/// </remarks>
internal static class Smallest
{
    private const double Alpha = 0.05;
    private const double Miss = 0.2;
    private const double OfMedian = 1.2533;

    /// <summary>As a share of the baseline; null: not known.</summary>
    public static double? Of(Finding finding, MetricTimes times, double beta)
    {
        if (finding.Primary is { } effect)
        {
            // On the log scale where the change is a factor, as the interval was made there.
            return effect switch
            {
                { RelativeEstimate: > -1 and var e, RelativeUpper: { } u } when double.IsFinite(u) => Math.Exp(Needed(Math.Log((1 + u) / (1 + e)), beta)) - 1,
                { Estimate: { } e, Upper: { } u, Baseline: not (null or 0) } when double.IsFinite(u) => Needed(u - e, beta) / Math.Abs(effect.Baseline.Value),
                _ => null,
            };
        }

        var arm = times.Baseline.Count > 0 ? times.Baseline : times.Canary;
        if (arm.Count < RankPartition.Fewest || finding.Plan.Kind is "ratio" or "count")
        {
            return null;
        }

        var scale = RobustZ.Of(arm.Values);
        return scale is { Kind: not ScaleKind.Constant, Median: not 0 }
            ? (Gaussian.Critical(Alpha) + Gaussian.Critical(Miss)) * OfMedian * scale.Scale * Math.Sqrt(2 / Effective(arm)) / Math.Abs(scale.Median)
            : null;
    }

    /// <summary>How many independent values an arm is worth in a mean, by its first-order dependence.</summary>
    public static double Effective(Timeline arm)
    {
        var r = Autocorrelation.Corrected(Autocorrelation.LagOne(arm.Values), arm.Count);
        return arm.Count * (1 - r) / (1 + r);
    }

    private static double Needed(double width, double beta) =>
        width / Gaussian.Critical(beta) * (Gaussian.Critical(Alpha) + Gaussian.Critical(Miss));
}
