using System.CommandLine;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge schema</c>: the JSON Schema of policies, for editors.</summary>
internal static class SchemaCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("schema", """
            Prints the JSON Schema of policy files, which editors can use to complete and check them.

            Examples:
              canaryjudge schema > policy.schema.json
              canaryjudge schema policy
            """);
        var of = new Argument<string>("OF") { Description = "Of what: policy.", DefaultValueFactory = _ => "policy" };
        of.AcceptOnlyFromAmong("policy");
        command.Arguments.Add(of);
        command.SetAction(async (_, cancellation) =>
        {
            await Console.Out.WriteLineAsync(PolicySchema.Json().AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        });
        return command;
    }
}
