using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;

/// <summary>Does not hear that a call is cancelled.</summary>
internal sealed class Deaf(MemoryTarget target) : SoundController(target)
{
    public override Task<Weight?> ReadAsync(CancellationToken cancellation) =>
        cancellation.IsCancellationRequested ? new TaskCompletionSource<Weight?>().Task : base.ReadAsync(cancellation);
}
