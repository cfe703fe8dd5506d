using System.CommandLine;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary><c>canaryjudge analysis delete ID</c>: removes an analysis with all its data.</summary>
internal static class DeleteCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("delete", """
            Removes an analysis with all its data, running or not.
            It cannot be had again; export it first if you may want to look into it.

            Examples:
              canaryjudge analysis delete checkout-1.10
            """);
        var options = new AnalysisOptions();
        options.AddTo(command, "an empty object");
        command.SetAction((parsed, interruption) => options.RunAsync(parsed, async (client, how, cancellation) =>
        {
            var name = options.Name(parsed);
            await client.DeleteAsync(name, cancellation).ConfigureAwait(false);
            await Console.Out.WriteLineAsync((how.Format == "json" ? "{}" : $"{AnalysisOptions.Id(name)}: deleted").AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        }, interruption));
        return command;
    }
}
