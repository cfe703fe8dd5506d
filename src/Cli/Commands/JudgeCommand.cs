using System.CommandLine;
using CanaryJudge.AnalysisServer;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge judge PATH</c>: judges one case here, without a server.</summary>
internal static class JudgeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("judge", """
            Judges one canary from CSV, here, with no server.

            Examples:
              canaryjudge judge release.csv
              canaryjudge judge release/ --policy policy.yaml
              canaryjudge judge release.csv --output json
              canaryjudge judge release.csv --report junit=judgement.xml --map inconclusive=0
              cat release.csv | canaryjudge judge -
            """);
        var input = new InputOptions();
        var output = new OutputOptions();
        input.AddTo(command);
        output.AddTo(command);
        command.SetAction((parsed, interruption) =>
        {
            var how = output.Of(parsed);
            return Limit.RunAsync(how.Timeout, async cancellation =>
            {
                var started = TimeProvider.System.GetTimestamp();
                var loaded = input.Load(parsed, cancellation);
                if (!await Problems.ShowAsync(loaded, how).ConfigureAwait(false))
                {
                    return ExitCode.Usage;
                }

                await how.SayAsync($"read {loaded.Snapshot!.Series.Count} series in {Numbers.Duration(TimeProvider.System.GetElapsedTime(started))}").ConfigureAwait(false);
                var judgement = Evaluation.Of(loaded.Policy, loaded.Snapshot, input.Seed(parsed), cancellation);
                await how.SayAsync($"judged after {Numbers.Duration(TimeProvider.System.GetElapsedTime(started))}").ConfigureAwait(false);
                return await how.WriteAsync(judgement, wire: null, loaded.Name, hint: "", cancellation).ConfigureAwait(false);
            }, interruption);
        });
        return command;
    }
}
