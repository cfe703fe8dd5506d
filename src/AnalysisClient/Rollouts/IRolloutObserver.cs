using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Sees a rollout run: a screen, meters. Called on the runner's loop, so it must be quick; what it throws is dropped.</summary>
public interface IRolloutObserver
{
    /// <summary>Something happened.</summary>
    /// <param name="status">Where the rollout stands now.</param>
    /// <param name="input">What happened.</param>
    /// <param name="records">What went on record; none: nothing.</param>
    /// <param name="actions">What was started.</param>
    void Turned(RolloutStatus status, RolloutInput input, IReadOnlyList<RolloutRecord> records, IReadOnlyList<RolloutAction> actions);
}
