namespace CanaryJudge.AnalysisClient.Tests.Rollouts;

/// <summary>Time that runs many times faster, so that a rollout of minutes takes seconds.</summary>
internal sealed class FastTime(int factor = 100) : TimeProvider
{
    private readonly long _started = System.GetTimestamp();
    private readonly DateTimeOffset _wall = System.GetUtcNow();

    public TimeSpan Jump { get; set; }

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => _started + ((System.GetTimestamp() - _started) * factor);

    public override DateTimeOffset GetUtcNow() => _wall + (System.GetElapsedTime(_started) * factor) + Jump;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    private TimeSpan Shorter(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;
}
