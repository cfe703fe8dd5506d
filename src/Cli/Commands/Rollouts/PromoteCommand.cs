using System.CommandLine;
using CanaryJudge.Cli.Rollouts;

namespace CanaryJudge.Cli.Commands.Rollouts;

/// <summary><c>canaryjudge rollout promote ID</c>: goes on without waiting for the judge.</summary>
internal static class PromoteCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => Telling.Create(
        "promote",
        """
        Goes to the next step without waiting for the judge or the minimum stay; with --full to all traffic.

        Examples:
          canaryjudge rollout promote checkout-1.42
          canaryjudge rollout promote checkout-1.42 --full

        Exits with 0, with 1 when it is refused, with 5 when it is not running.
        """,
        "promoted",
        (new("--full") { Description = "To all traffic, past the steps between." }, "full"));
}
