using System.CommandLine;
using CanaryJudge.Cli.Rollouts;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli.Commands.Rollouts;

/// <summary><c>canaryjudge rollout lint FILE...</c>: all mistakes of rollout files at once.</summary>
internal static class LintCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("lint", """
            Checks rollout files, with their policies and controllers, and shows every mistake at once with its place and the way out.

            Examples:
              canaryjudge rollout lint rollout.yaml

            Exits with 0 when there is no error (warnings are fine), else with 2. Touches no target.
            """);
        var files = new Argument<string[]>("FILE") { Description = "Rollout files, YAML or JSON.", Arity = ArgumentArity.OneOrMore };
        var ascii = new Option<bool>("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
        command.Arguments.Add(files);
        command.Options.Add(ascii);
        command.SetAction(async (parsed, cancellation) =>
        {
            var problems = parsed.GetValue(files)!.SelectMany(f => RolloutFileReader.Load(f).Problems).ToList();
            var style = new Output { Format = "text", Ascii = parsed.GetValue(ascii) || !Terminal.IsUtf8 }.Style("", "");
            var report = problems.Count > 0 ? ProblemReport.Render(problems, style) : $"{parsed.GetValue(files)!.Length} checked, no problems\n";
            await Console.Out.WriteAsync(report.AsMemory(), cancellation).ConfigureAwait(false);
            return problems.TrueForAll(p => p.IsWarning) ? ExitCode.Pass : ExitCode.Usage;
        });
        return command;
    }
}
