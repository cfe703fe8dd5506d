using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Rollouts;

/// <summary>Says a verdict for each epoch as soon as it is watched.</summary>
internal sealed class ScriptedFeed(Func<EpochSpan, CanaryJudge.Rollouts.Verdict> judge) : IVerdictFeed
{
    private Func<RolloutInput.Judged, Judgement?, ValueTask>? _hear;

    public List<EpochSpan> Watched { get; } = [];

    public bool IsFinished { get; private set; }

    public async Task RunAsync(Func<RolloutInput.Judged, Judgement?, ValueTask> hear, CancellationToken cancellation)
    {
        _hear = hear;
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // A server tells the last look of an analysis that was finished, when nobody waits for it any more.
        await hear(new(0, CanaryJudge.Rollouts.Verdict.Inconclusive, Id: "last look"), null);
    }

    public void Watch(EpochSpan epoch)
    {
        Watched.Add(epoch);
        _ = _hear?.Invoke(new(epoch.Epoch, judge(epoch), 10_000, Id: "judgement"), null).AsTask();
    }

    public void EndEpoch(DateTimeOffset at)
    {
    }

    public Task FinishAsync(CancellationToken cancellation)
    {
        IsFinished = true;
        return Task.CompletedTask;
    }
}
