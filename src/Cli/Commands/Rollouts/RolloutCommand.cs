using System.CommandLine;

namespace CanaryJudge.Cli.Commands.Rollouts;

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
        RunCommand.Create(),
        StatusCommand.Create(),
        WatchCommand.Create(),
        ApproveCommand.Create(),
        PromoteCommand.Create(),
        AbortCommand.Create(),
        FreezeCommand.Create(),
        ResumeCommand.Create(),
        ListCommand.Create(),
        ShowCommand.Create(),
        PlanCommand.Create(),
        LintCommand.Create(),
    };
}
