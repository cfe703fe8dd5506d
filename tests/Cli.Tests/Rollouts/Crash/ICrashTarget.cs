using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>What a rollout moves: a real program, or a script.</summary>
internal interface ICrashTarget : IDisposable
{
    /// <summary>How the rollout file names it: the value of <c>controller</c>.</summary>
    string Controller { get; }

    /// <summary>Starts it; its weight is zero, or what it kept.</summary>
    Task StartAsync();

    /// <summary>What it says its weight is; null: nothing.</summary>
    Task<Weight?> WeightAsync();
}
