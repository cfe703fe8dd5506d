using System.CommandLine;
using CanaryJudge.AnalysisClient.Traffic.Conformance;
using CanaryJudge.Cli.Controllers;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge controller test KIND …</c>: the conformance suite against a real target.</summary>
internal static class ControllerTestCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("test", """
            Tries whether a controller keeps the contract, against its target. It moves the canary's traffic, all the way to 100%, and leaves
            it at zero; it does not start where the canary has traffic.

            Examples:
              canaryjudge controller test exec command=./controller.sh
              canaryjudge controller test grpc address=http://127.0.0.1:7777

            Exits with 0 when no rule failed, else with 1.
            """);
        var arguments = ControllerArguments.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (await arguments.ReadAsync(parsed).ConfigureAwait(false) is not { } open)
            {
                return ExitCode.Usage;
            }

            var findings = await ConformanceSuite.RunAsync(open, TimeProvider.System, cancellation).ConfigureAwait(false);
            await Console.Out.WriteAsync(string.Concat(findings.Select(Line)).AsMemory(), cancellation).ConfigureAwait(false);
            var failed = findings.Count(f => f.Outcome == ConformanceOutcome.Failed);
            await Console.Out.WriteLineAsync($"\n{findings.Count(f => f.Outcome == ConformanceOutcome.Passed)} passed, {failed} failed, {findings.Count(f => f.Outcome == ConformanceOutcome.NotJudged)} not judged".AsMemory(), cancellation).ConfigureAwait(false);
            return failed == 0 ? ExitCode.Pass : ExitCode.Fail;
        });
        return command;
    }

    private static string Line(ConformanceFinding finding) => finding.Outcome switch
    {
        ConformanceOutcome.Passed => $"pass  {finding.Rule}\n",
        ConformanceOutcome.Failed => $"FAIL  {finding.Rule}: {finding.Reason}\n      {finding.Demand}\n",
        _ => $"-     {finding.Rule}: {finding.Reason}\n",
    };
}
