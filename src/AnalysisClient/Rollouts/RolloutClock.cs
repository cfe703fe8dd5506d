namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Rollout time: seconds since the journal was created, on by the monotonic clock, whatever the time of day does.</summary>
internal sealed class RolloutClock
{
    private const long SetBackAfter = 5;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly DateTimeOffset _wall;
    private readonly long _t;

    private RolloutClock(TimeProvider time, long t, long gap, bool isKnown)
    {
        (_time, _started, _wall) = (time, time.GetTimestamp(), time.GetUtcNow());
        (_t, Gap, IsKnown) = (t, gap, isKnown);
    }

    /// <summary>Seconds that nobody ran before.</summary>
    public long Gap { get; }

    /// <summary>Whether the gap can be believed.</summary>
    public bool IsKnown { get; }

    /// <summary>Rollout time in whole seconds.</summary>
    public long Now => (long)Exact;

    private double Exact => _t + _time.GetElapsedTime(_started).TotalSeconds;

    /// <summary>Goes on from a journal's last line.</summary>
    /// <param name="time">The clocks.</param>
    /// <param name="last">The last line; null: the journal is new.</param>
    public static RolloutClock Start(TimeProvider time, JournalLine? last)
    {
        if (last is null)
        {
            return new(time, 0, 0, isKnown: true);
        }

        var gap = (long)Math.Floor((time.GetUtcNow() - last.Wall).TotalSeconds);
        return new(time, last.T + Math.Max(gap, 0), Math.Max(gap, 0), gap >= -SetBackAfter);
    }

    /// <summary>The time of day of a rollout time.</summary>
    public DateTimeOffset ToWall(long t) => _wall + TimeSpan.FromSeconds(t - _t);

    /// <summary>How long until a rollout time; zero if it has come.</summary>
    public TimeSpan Until(long t) => TimeSpan.FromSeconds(Math.Max(0, t - Exact));
}
