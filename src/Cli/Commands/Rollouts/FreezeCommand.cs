using System.CommandLine;
using CanaryJudge.Cli.Rollouts;

namespace CanaryJudge.Cli.Commands.Rollouts;

/// <summary><c>canaryjudge rollout freeze ID</c>: no increase until resumed.</summary>
internal static class FreezeCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => Telling.Create(
        "freeze",
        """
        Forbids every increase until it is resumed. FAIL, abort and the repair of the weight go on.

        Examples:
          canaryjudge rollout freeze checkout-1.42

        Exits with 0, with 1 when it is refused, with 5 when it is not running.
        """,
        "frozen");
}
