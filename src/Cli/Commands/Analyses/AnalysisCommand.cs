using System.CommandLine;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary><c>canaryjudge analysis</c>: analyses on a server, which judge while data come in.</summary>
internal static class AnalysisCommand
{
    /// <summary>The command with everything that can be done to an analysis.</summary>
    public static Command Create() => new("analysis", """
        Analyses on a server: they judge a canary while its data come in, and may be looked at any time.

        Examples:
          canaryjudge analysis create checkout-1.10 --policy policy.yaml
          canaryjudge analysis push checkout-1.10 release.csv
          canaryjudge analysis watch checkout-1.10

        The commands that show a judgement exit as judge does: 0 pass, 1 fail, 3 inconclusive, 4 no data yet.
        """)
    {
        CreateCommand.Create(),
        PushCommand.Create(),
        WatchCommand.Create(),
        ShowCommand.Create(),
        ListCommand.Create(),
        FinishCommand.Create(),
        CancelCommand.Create(),
        DeleteCommand.Create(),
        ExportCommand.Create(),
    };
}
