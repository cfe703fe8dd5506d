using System.CommandLine;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge lint FILE...</c>: all mistakes of policies at once.</summary>
internal static class LintCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("lint", """
            Checks policy files and shows every mistake at once, with its place and the way out.

            Examples:
              canaryjudge lint policy.yaml
              canaryjudge lint policies/*.yaml

            Exits with 0 when there is no error (warnings are fine), else with 2.
            """);
        var files = new Argument<string[]>("FILE") { Description = "Policy files, YAML or JSON.", Arity = ArgumentArity.OneOrMore };
        var ascii = new Option<bool>("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
        command.Arguments.Add(files);
        command.Options.Add(ascii);
        command.SetAction(async (parsed, cancellation) =>
        {
            var problems = new List<ProblemLine>();
            foreach (var file in parsed.GetValue(files)!)
            {
                problems.AddRange(PolicyFile.Load(file).Problems.Select(LoadedCase.ToLine));
            }

            var style = new Output { Format = "text", Ascii = parsed.GetValue(ascii) || !Terminal.IsUtf8 }.Style("", "");
            var report = problems.Count > 0 ? ProblemReport.Render(problems, style) : $"{parsed.GetValue(files)!.Length} checked, no problems\n";
            await Console.Out.WriteAsync(report.AsMemory(), cancellation).ConfigureAwait(false);
            return problems.TrueForAll(p => p.IsWarning) ? ExitCode.Pass : ExitCode.Usage;
        });
        return command;
    }
}
