using System.CommandLine;
using CanaryJudge.AnalysisServer.Mapping;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary><c>canaryjudge analysis export ID [DIR]</c>: everything an analysis was made of, to examine it offline.</summary>
internal static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("export", """
            Writes everything an analysis was made of into a folder, to examine it offline.
            That is its policy, its options, every batch and step in the order in which they came.
            replay of that folder makes the same judgements again, to the bit, with no server; with another policy it says what that would have done.
            Without a folder the log goes to stdout, one JSON object a line.

            Examples:
              canaryjudge analysis export checkout-1.10 checkout-1.10/
              canaryjudge replay checkout-1.10/
              canaryjudge replay checkout-1.10/ --policy stricter.yaml
            """);
        var folder = new Argument<string?>("DIR") { Description = "The folder to write; the default is stdout.", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => null };
        var options = new AnalysisOptions();
        options.AddTo(command, "the log is JSON in any case");
        command.Arguments.Add(folder);
        command.SetAction((parsed, interruption) => options.RunAsync(parsed, async (client, _, cancellation) =>
        {
            var entries = client.ExportAsync(options.Name(parsed), cancellation);
            if (parsed.GetValue(folder) is { } path)
            {
                return await RecordedAnalysis.WriteAsync(path, entries, cancellation).ConfigureAwait(false);
            }

            await foreach (var entry in entries.ConfigureAwait(false))
            {
                await Console.Out.WriteLineAsync(JsonReport.Write(entry, indented: false).AsMemory(), cancellation).ConfigureAwait(false);
            }

            return ExitCode.Pass;
        }, interruption));
        return command;
    }
}
