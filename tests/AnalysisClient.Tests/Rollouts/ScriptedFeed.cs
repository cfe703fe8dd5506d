using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Rollouts;

/// <summary>Says a verdict for each epoch as soon as it is watched.</summary>
internal sealed class ScriptedFeed(Func<EpochSpan, CanaryJudge.Rollouts.Verdict> judge) : IVerdictFeed
{
    private Func<RolloutInput.Judged, Judgement?, ValueTask>? _hear;

    public List<EpochSpan> Watched { get; } = [];

    /// <summary>Whether it says something when the rollout is over already.</summary>
    public bool SpeaksLast { get; init; }

    public bool IsFinished { get; private set; }

    public async Task RunAsync(Func<RolloutInput.Judged, Judgement?, ValueTask> hear, CancellationToken cancellation)
    {
        _hear = hear;
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (SpeaksLast)
        {
            await hear(new(1, CanaryJudge.Rollouts.Verdict.Pass, 10_000), null);
        }
    }

    public void Watch(EpochSpan epoch)
    {
        Watched.Add(epoch);
        Say(epoch.Epoch, judge(epoch));
    }

    /// <summary>Says a verdict now.</summary>
    public void Say(long epoch, CanaryJudge.Rollouts.Verdict verdict) => _ = _hear?.Invoke(new(epoch, verdict, 10_000, Id: "judgement"), null).AsTask();

    public void EndEpoch(DateTimeOffset at)
    {
    }

    public Task FinishAsync(CancellationToken cancellation)
    {
        IsFinished = true;
        return Task.CompletedTask;
    }
}
