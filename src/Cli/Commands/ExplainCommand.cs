using System.CommandLine;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge explain POLICY</c>: how each metric will be judged, and what it needs.</summary>
internal static class ExplainCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("explain", """
            Says how each metric of a policy will be judged: what harm is, what fails it, and how much data a PASS needs.

            Examples:
              canaryjudge explain policy.yaml
            """);
        var file = new Argument<string>("POLICY") { Description = "A policy file, YAML or JSON." };
        var ascii = new Option<bool>("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
        command.Arguments.Add(file);
        command.Options.Add(ascii);
        command.SetAction(async (parsed, cancellation) =>
        {
            var style = new Output { Format = "text", Ascii = parsed.GetValue(ascii) || !Terminal.IsUtf8 }.Style("", "");
            var problems = new List<ProblemLine>();
            var path = parsed.GetValue(file)!;
            var reading = PolicyFile.Load(path);
            problems.AddRange(reading.Problems.Select(LoadedCase.ToLine));
            if (problems.Count > 0)
            {
                await Console.Error.WriteAsync(ProblemReport.Render(problems, style with { Color = false })).ConfigureAwait(false);
            }

            if (reading.Policy is not { } policy)
            {
                return ExitCode.Usage;
            }

            await Console.Out.WriteAsync(PolicyExplanation.Render(policy, style).AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        });
        return command;
    }
}
