using System.CommandLine;
using CanaryJudge.Cli.Rollouts;

namespace CanaryJudge.Cli.Commands.Rollouts;

/// <summary><c>canaryjudge rollout resume ID</c>: ends a freeze.</summary>
internal static class ResumeCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => Telling.Create(
        "resume",
        """
        Ends a freeze. (A rollout whose runner died goes on with rollout run.)

        Examples:
          canaryjudge rollout resume checkout-1.42

        Exits with 0, with 1 when it is not frozen, with 5 when it is not running.
        """,
        "resumed");
}
