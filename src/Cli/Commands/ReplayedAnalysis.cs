using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Cli.Commands;

/// <summary>An exported analysis played again: by its own rules to the same judgements, to the bit; by others to what they would have said.</summary>
internal static class ReplayedAnalysis
{
    /// <summary>Plays a log.</summary>
    /// <param name="log">The exported log.</param>
    /// <param name="policyPath">Another policy; null: the analysis' own.</param>
    /// <param name="asked">Changes the analysis' options to what was asked for.</param>
    /// <param name="show">Shows the looks.</param>
    /// <param name="how">For problems.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string log, string? policyPath, Func<RunOptions, RunOptions> asked, Func<IEnumerable<AnalysisChange.Looked>, string, Task<int>> show, Output how, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var start = RecordedAnalysis.Start(log);
            var reading = policyPath is null ? PolicyFile.Read(start.PolicyText, log) : PolicyFile.Load(policyPath);
            if (reading.Problems.Count > 0)
            {
                await Console.Error.WriteAsync(ProblemReport.Render([.. reading.Problems.Select(LoadedCase.ToLine)], how.Style("", "") with { Color = false })).ConfigureAwait(false);
            }

            if (reading.Policy is not { } policy)
            {
                return ExitCode.Usage;
            }

            if (policy.Metrics is not { Count: > 0 })
            {
                await Console.Error.WriteLineAsync($"canaryjudge: {policyPath}: the policy names no metric; an analysis shares its error budget out before data come").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            var run = AnalysisRun.Begin(start with { Options = asked(start.Options) }, policy, CanonicalPolicy.Hash(policy), MetricWatches.Default);
            return await show(Replay.Looks(run, RecordedAnalysis.Entries(log)), start.Id).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: {e.Message}").ConfigureAwait(false);
            return ExitCode.Usage;
        }
    }
}
