using System.CommandLine;
using CanaryJudge.AnalysisServer.Mapping;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary><c>canaryjudge analysis cancel ID</c>: ends an analysis without a verdict.</summary>
internal static class CancelCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("cancel", """
            Ends an analysis without a verdict.
            Of an analysis that has ended it changes nothing.

            Examples:
              canaryjudge analysis cancel checkout-1.10
            """);
        var options = new AnalysisOptions();
        options.AddTo(command, "the analysis");
        command.SetAction((parsed, interruption) => options.RunAsync(parsed, async (client, how, cancellation) =>
        {
            var analysis = await client.CancelAsync(options.Name(parsed), cancellation).ConfigureAwait(false);
            var text = how.Format == "json" ? JsonReport.Write(analysis, indented: true) : $"{AnalysisOptions.Id(analysis.Name)}: {AnalysisText.State(analysis.State)}";
            await Console.Out.WriteLineAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        }, interruption));
        return command;
    }
}
