using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>What comes to a runner's loop, one at a time.</summary>
internal abstract record RunnerMessage
{
    private RunnerMessage()
    {
    }

    /// <summary>An input of the rules.</summary>
    /// <param name="Input">The input.</param>
    /// <param name="Judgement">The judgement behind a verdict.</param>
    /// <param name="Reply">Takes what a command is told: null is yes.</param>
    public sealed record Feed(RolloutInput Input, Contracts.V1.Judgement? Judgement = null, TaskCompletionSource<string?>? Reply = null) : RunnerMessage;

    /// <summary>Notices up to a line were told.</summary>
    public sealed record Told(long UpTo) : RunnerMessage;

    /// <summary>A signal.</summary>
    public sealed record Stop : RunnerMessage;
}
