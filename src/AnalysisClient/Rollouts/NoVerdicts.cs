using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary><c>judge: none</c>: nobody judges; steps are left by time and approval.</summary>
public sealed class NoVerdicts : IVerdictFeed
{
    /// <inheritdoc />
    public Task RunAsync(Func<RolloutInput.Judged, Judgement?, ValueTask> hear, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc />
    public void Watch(EpochSpan epoch)
    {
    }

    /// <inheritdoc />
    public void EndEpoch(DateTimeOffset at)
    {
    }

    /// <inheritdoc />
    public Task FinishAsync(CancellationToken cancellation) => Task.CompletedTask;
}
