namespace CanaryJudge.Statistics.Sequential;

/// <summary>What the count methods share: buckets of events and exposure, and the canary's share of a bucket's events.</summary>
internal static class EventBuckets
{
    internal static void Require(
        ReadOnlySpan<double> baselineEvents,
        ReadOnlySpan<double> baselineExposure,
        ReadOnlySpan<double> canaryEvents,
        ReadOnlySpan<double> canaryExposure)
    {
        Samples.RequireSameLength(baselineEvents, baselineExposure);
        Samples.RequireSameLength(baselineEvents, canaryEvents);
        Samples.RequireSameLength(baselineEvents, canaryExposure);
        for (var k = 0; k < canaryEvents.Length; k++)
        {
            Levels.RequireNotNegative(baselineEvents[k], nameof(baselineEvents));
            Levels.RequireNotNegative(baselineExposure[k], nameof(baselineExposure));
            Levels.RequireNotNegative(canaryEvents[k], nameof(canaryEvents));
            Levels.RequireNotNegative(canaryExposure[k], nameof(canaryExposure));
        }
    }

    internal static double CanaryShare(double baselineExposure, double canaryExposure, double ratio) =>
        ratio * canaryExposure / ((ratio * canaryExposure) + baselineExposure);
}
