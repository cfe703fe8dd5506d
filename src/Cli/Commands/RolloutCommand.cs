using System.CommandLine;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge rollout</c>: moves a canary's weight by verdicts, and back.</summary>
internal static class RolloutCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("rollout", """
        Runs rollouts: moves the canary's weight step by step while the judge watches, and back to zero when it must.

        Examples:
          canaryjudge rollout lint rollout.yaml
          canaryjudge rollout run rollout.yaml
          canaryjudge rollout status checkout-1.42
          canaryjudge rollout abort checkout-1.42
        """)
    {
        RolloutRunCommand.Create(),
        RolloutStatusCommand.Create(),
        RolloutWatchCommand.Create(),
        RolloutApproveCommand.Create(),
        RolloutPromoteCommand.Create(),
        RolloutAbortCommand.Create(),
        RolloutFreezeCommand.Create(),
        RolloutResumeCommand.Create(),
        RolloutListCommand.Create(),
        RolloutShowCommand.Create(),
        RolloutPlanCommand.Create(),
        RolloutLintCommand.Create(),
    };
}
