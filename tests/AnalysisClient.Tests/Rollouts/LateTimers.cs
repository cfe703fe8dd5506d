using System.Collections.Concurrent;

namespace CanaryJudge.AnalysisClient.Tests.Rollouts;

/// <summary>Timers that ring once more when they were taken away already, as one that is just due can.</summary>
internal sealed class LateTimers(TimeProvider time) : TimeProvider
{
    /// <summary>What these rings threw; a real one would have ended the process.</summary>
    public ConcurrentBag<Exception> Thrown { get; } = [];

    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp() => time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new LateTimer(time.CreateTimer(callback, state, dueTime, period), () => Ring(callback, state));

    private void Ring(TimerCallback callback, object? state) => _ = Task.Run(async () =>
    {
        await Task.Delay(2);
        try
        {
            callback(state);
        }
        catch (Exception e)
        {
            Thrown.Add(e);
        }
    });

    private sealed class LateTimer(ITimer timer, Action ring) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            ring();
        }

        public async ValueTask DisposeAsync()
        {
            await timer.DisposeAsync();
            ring();
        }
    }
}
