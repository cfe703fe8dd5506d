using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Where verdicts come from. It owns its connection and makes it anew for ever; that nothing comes is for the rules to judge.</summary>
public interface IVerdictFeed
{
    /// <summary>Feeds verdicts until cancelled. Never throws but for a bug.</summary>
    /// <param name="hear">Takes what was said, with the judgement behind it.</param>
    /// <param name="cancellation">Ends it.</param>
    Task RunAsync(Func<RolloutInput.Judged, Judgement?, ValueTask> hear, CancellationToken cancellation);

    /// <summary>Says at which weight the canary runs since when, and asks for its verdicts.</summary>
    void Watch(EpochSpan epoch);

    /// <summary>Says that samples from a time on belong to no epoch.</summary>
    void EndEpoch(DateTimeOffset at);

    /// <summary>Says that the rollout has ended.</summary>
    /// <param name="cancellation">Ends the call.</param>
    Task FinishAsync(CancellationToken cancellation);
}
