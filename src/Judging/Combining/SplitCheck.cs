using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Statistics.OneSample;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Combining;

/// <summary>Whether the traffic was split as expected: the sample-ratio check.</summary>
/// <remarks>
/// Sticky routing deals out users, not requests, so the binomial test finds too much; hence the strict level, the smallest deviation that
/// is told of, and that it never fails a release. Source: A. Fabijan et al., Diagnosing Sample Ratio Mismatch in Online Controlled
/// Experiments, KDD 2019, 2156-2164.
/// </remarks>
internal static class SplitCheck
{
    /// <summary>The chance of an alarm when requests are dealt out as expected.</summary>
    private const double Level = 0.001;

    /// <summary>A deviation up to this, as a part of the smaller arm's share, is not told of.</summary>
    private const double Unimportant = 0.05;

    /// <summary>What is wrong with the split; null: nothing, or nothing is expected, or no metric counts requests.</summary>
    /// <param name="expected">The split that was meant.</param>
    /// <param name="snapshot">The data of both arms.</param>
    public static Warning? Mismatch(ExpectedSplit? expected, Snapshot snapshot)
    {
        if (expected is not { CanaryShare: var share } || Traffic.Largest(snapshot.Series) is not { } traffic)
        {
            return null;
        }

        var found = traffic.Canary / traffic.Total;
        var p = BinomialTest.PValue((long)traffic.Canary, (long)traffic.Total, share, Alternative.Different);
        return p < Level && Math.Abs(found - share) > Unimportant * Math.Min(share, 1 - share)
            ? new(WarningCode.SplitMismatch, $"The canary has {Numbers.Share(found)} of the traffic ({Numbers.Count(traffic.Canary)} of {Numbers.Count(traffic.Total)} in {traffic.Metric}), not {Numbers.Share(share)} as expected: {Numbers.Chance(p)} by chance.")
            : null;
    }
}
