using System.CommandLine;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary><c>canaryjudge analysis show ID</c>: one analysis with its newest judgement.</summary>
internal static class ShowCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("show", """
            Shows an analysis with its newest judgement, and exits as judge does.

            Examples:
              canaryjudge analysis show checkout-1.10
              canaryjudge analysis show checkout-1.10 --output json
            """);
        var options = new AnalysisOptions();
        options.AddTo(command, "the analysis");
        command.SetAction((parsed, interruption) => options.RunAsync(
            parsed,
            async (client, how, cancellation) => await AnalysisText.WriteAsync(await client.GetAsync(options.Name(parsed), cancellation).ConfigureAwait(false), how, cancellation).ConfigureAwait(false),
            interruption));
        return command;
    }
}
