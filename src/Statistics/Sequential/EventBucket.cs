namespace CanaryJudge.Statistics.Sequential;

/// <summary>One bucket of events in both arms.</summary>
/// <param name="BaselineExposure">Requests or time of the baseline, at least 0.</param>
/// <param name="BaselineEvents">Events of the baseline, at least 0.</param>
/// <param name="CanaryExposure">Requests or time of the canary, at least 0.</param>
/// <param name="CanaryEvents">Events of the canary, at least 0.</param>
public readonly record struct EventBucket(double BaselineExposure, double BaselineEvents, double CanaryExposure, double CanaryEvents)
{
    /// <summary>The events of both arms.</summary>
    public double Events => BaselineEvents + CanaryEvents;

    /// <summary>Whether both arms had traffic: a bucket with one arm alone compares nothing.</summary>
    public bool Compares => BaselineExposure > 0 && CanaryExposure > 0;

    /// <summary>The arms in each other's place.</summary>
    public EventBucket Swapped => new(CanaryExposure, CanaryEvents, BaselineExposure, BaselineEvents);

    /// <summary>What was no event, for shares of a total.</summary>
    public EventBucket Complement => new(BaselineExposure, BaselineExposure - BaselineEvents, CanaryExposure, CanaryExposure - CanaryEvents);

    /// <summary>The sum of two buckets.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Field by field.</returns>
    public EventBucket Plus(EventBucket other) => new(
        BaselineExposure + other.BaselineExposure,
        BaselineEvents + other.BaselineEvents,
        CanaryExposure + other.CanaryExposure,
        CanaryEvents + other.CanaryEvents);

    internal double CanaryShare(double ratio) => EventBuckets.CanaryShare(BaselineExposure, CanaryExposure, ratio);

    /// <summary>Whether the numbers can be counts at all; counter resets and torn reads cannot.</summary>
    internal bool IsSound(bool share) =>
        IsCount(BaselineExposure) && IsCount(BaselineEvents) && IsCount(CanaryExposure) && IsCount(CanaryEvents)
        && (!share || (BaselineEvents <= BaselineExposure && CanaryEvents <= CanaryExposure));

    internal void Require()
    {
        Levels.RequireNotNegative(BaselineExposure);
        Levels.RequireNotNegative(BaselineEvents);
        Levels.RequireNotNegative(CanaryExposure);
        Levels.RequireNotNegative(CanaryEvents);
    }

    internal static void Exchange(StateExchange state, ref EventBucket bucket)
    {
        var (nb, eb, nc, ec) = bucket;
        state.Number(ref nb);
        state.Number(ref eb);
        state.Number(ref nc);
        state.Number(ref ec);
        bucket = new(nb, eb, nc, ec);
    }

    // Products of four sizes must be doubles.
    private static bool IsCount(double value) => value is 0 or (>= 1e-30 and <= 1e30);
}
