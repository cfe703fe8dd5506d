using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Targets;

/// <summary>Whether counted requests fit a weight.</summary>
internal static class Shares
{
    /// <summary>Within five standard deviations of a draw for each request: by chance missed once in 1.7 million times.</summary>
    public static void AssertFits(Weight weight, int canary, int requests)
    {
        var slack = 5 * Math.Sqrt(requests * weight.Share * (1 - weight.Share));

        Assert.InRange(canary, (requests * weight.Share) - slack, (requests * weight.Share) + slack);
    }
}
