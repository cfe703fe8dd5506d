using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary>How the commands print an analysis.</summary>
internal static class AnalysisText
{
    /// <summary>Prints an analysis with its newest judgement.</summary>
    /// <param name="analysis">The analysis.</param>
    /// <param name="how">The format.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>The exit code that its judgement has.</returns>
    public static async Task<int> WriteAsync(Analysis analysis, Output how, CancellationToken cancellation)
    {
        var text = how.Format == "json" ? JsonReport.Write(analysis, indented: true) + "\n" : Report(analysis, how);
        await Console.Out.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
        return Code(analysis);
    }

    /// <summary>The exit code of an analysis: that of its newest judgement.</summary>
    public static int Code(Analysis analysis) => analysis switch
    {
        { State: Analysis.Types.State.Cancelled } => ExitCode.Inconclusive,
        { Judgement: null } => ExitCode.NoData,
        _ => ExitCode.Of(FromWire.Judgement(analysis.Judgement)),
    };

    /// <summary>RUNNING, PASSED, FAILED, INCONCLUSIVE, CANCELLED.</summary>
    public static string State(Analysis.Types.State state) => state.ToString().ToUpperInvariant();

    private static string Report(Analysis analysis, Output how)
    {
        var id = AnalysisOptions.Id(analysis.Name);
        var next = analysis.State == Analysis.Types.State.Running ? $"Running. Watch it: canaryjudge analysis watch {id}"
            : $"Ended {Numbers.Date(analysis.Updated.ToDateTimeOffset())}: {State(analysis.State)}. Look into it: canaryjudge analysis export {id} DIR; canaryjudge replay DIR";
        return analysis.Judgement is { } judgement
            ? new TextReport().Render(FromWire.Judgement(judgement), how.Style(id, next) with { Looks = (int)Math.Min(analysis.Looks, int.MaxValue) })
            : $"{id}: no look yet: no bucket of time has closed.\n{next}\n";
    }
}
