using System.CommandLine;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary><c>canaryjudge analysis finish ID</c>: no more data come.</summary>
internal static class FinishCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("finish", """
            Closes the open buckets, makes the newest verdict the state, and exits as judge does.
            Of an analysis that has ended it changes nothing.

            Examples:
              canaryjudge analysis finish checkout-1.10
            """);
        var options = new AnalysisOptions();
        options.AddTo(command, "the analysis");
        command.SetAction((parsed, interruption) => options.RunAsync(
            parsed,
            async (client, how, cancellation) => await AnalysisText.WriteAsync(await client.FinishAsync(options.Name(parsed), cancellation).ConfigureAwait(false), how, cancellation).ConfigureAwait(false),
            interruption));
        return command;
    }
}
