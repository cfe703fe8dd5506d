using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;
using CanaryJudge.Sources;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Verdicts of an analysis to which we push the data ourselves, from a source, from the first epoch on.</summary>
/// <param name="verdicts">Where the verdicts come from.</param>
/// <param name="pump">Reads and pushes.</param>
/// <param name="policy">The rollout's policy.</param>
internal sealed class SourcedFeed(IVerdictFeed verdicts, SourcePump pump, Judging.Config.Policy policy) : IVerdictFeed
{
    private readonly TaskCompletionSource<EpochSpan> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc />
    public async Task RunAsync(Func<RolloutInput.Judged, Judgement?, ValueTask> hear, CancellationToken cancellation) =>
        await Task.WhenAll(verdicts.RunAsync(hear, cancellation), PumpAsync(cancellation)).ConfigureAwait(false);

    /// <inheritdoc />
    public void Watch(EpochSpan epoch)
    {
        verdicts.Watch(epoch);
        _first.TrySetResult(epoch);
    }

    /// <inheritdoc />
    public void EndEpoch(DateTimeOffset at) => verdicts.EndEpoch(at);

    /// <inheritdoc />
    public Task FinishAsync(CancellationToken cancellation) => verdicts.FinishAsync(cancellation);

    private async Task PumpAsync(CancellationToken cancellation)
    {
        try
        {
            var epoch = await _first.Task.WaitAsync(cancellation).ConfigureAwait(false);
            await pump.RunAsync(new(policy, (epoch.Since - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick), cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The rollout is over, or the judge refuses; then it hears nothing, which has its own rule.
        }
    }
}
