namespace CanaryJudge.AnalysisServer.Analyses;

/// <summary>Unix nanoseconds, as analyses count time.</summary>
internal static class UnixTime
{
    /// <summary>Of a point in time.</summary>
    /// <param name="time">From 1678 to 2262.</param>
    public static long Of(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Of a length of time.</summary>
    /// <param name="time">At most 292 years.</param>
    public static long Of(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>As a point in time.</summary>
    /// <param name="nanoseconds">Unix nanoseconds.</param>
    public static DateTimeOffset Time(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>As a length of time.</summary>
    /// <param name="nanoseconds">Nanoseconds.</param>
    public static TimeSpan Length(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}
