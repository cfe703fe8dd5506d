using CanaryJudge.AnalysisClient.Rollouts;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Shows a rollout to a person or to a log.</summary>
internal interface IRolloutView : IRolloutObserver
{
    /// <summary>Tells what happened beside the records. May be called on any thread.</summary>
    void Say(SideNote note);
}
