using System.CommandLine;
using CanaryJudge.Judging;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("version", """
            Prints the version of the judge, which every judgement carries, and of the runtime.

            Examples:
              canaryjudge version
            """);
        command.SetAction(async (_, cancellation) =>
        {
            await Console.Out.WriteLineAsync($"canaryjudge {Judge.Version} on .NET {Environment.Version}".AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        });
        return command;
    }
}
