using System.CommandLine;
using CanaryJudge.Cli.Rollouts;

namespace CanaryJudge.Cli.Commands.Rollouts;

/// <summary><c>canaryjudge rollout approve ID</c>: lets the step that waits go on.</summary>
internal static class ApproveCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => Telling.Create(
        "approve",
        """
        Approves the step that waits for it.

        Examples:
          canaryjudge rollout approve checkout-1.42

        Exits with 0, with 1 when nothing waits, with 5 when it is not running.
        """,
        "approved");
}
