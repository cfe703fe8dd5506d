using CanaryJudge.Judging.Analyses;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Turns the entries of an analysis' log into the contract's messages; <see cref="FromExport"/> turns them back, exactly.</summary>
internal static class ToExport
{
    /// <summary>How an analysis began.</summary>
    /// <param name="start">The first entry.</param>
    public static Wire.ExportAnalysisResponse Start(AnalysisStart start) => new()
    {
        Time = ToWireAnalysis.Time(start.Created),
        Start = new()
        {
            Name = ToWireAnalysis.Collection + start.Id,
            Created = ToWireAnalysis.Time(start.Created),
            PolicyYaml = start.PolicyText,
            Labels = { start.Labels.ToDictionary(l => l.Key, l => l.Value, StringComparer.Ordinal) },
            Options = ToWireAnalysis.Options(start.Options),
        },
    };

    /// <summary>A further entry.</summary>
    /// <param name="entry">The entry.</param>
    public static Wire.ExportAnalysisResponse Entry(AnalysisEntry entry)
    {
        var wire = new Wire.ExportAnalysisResponse { Time = ToWireAnalysis.Time(entry.At) };
        switch (entry)
        {
            case AnalysisEntry.Batch batch:
                wire.Batch = new() { Producer = batch.Producer, Sequence = batch.Sequence, Series = { ToRequest.Series(new(batch.Series)) } };
                break;
            case AnalysisEntry.StepSet set:
                wire.StepSet = new()
                {
                    Step = set.Step is { } step ? ToWireAnalysis.Step(step) : null,
                    Ended = set.Ended is { } ended ? ToWireAnalysis.Time(ended) : null,
                };
                break;
            case AnalysisEntry.Finished:
                wire.Mark = Wire.ExportAnalysisResponse.Types.Mark.Finished;
                break;
            case AnalysisEntry.TimedOut:
                wire.Mark = Wire.ExportAnalysisResponse.Types.Mark.TimedOut;
                break;
            case AnalysisEntry.Cancelled:
                wire.Mark = Wire.ExportAnalysisResponse.Types.Mark.Cancelled;
                break;
            case AnalysisEntry.Unwatched:
                wire.Mark = Wire.ExportAnalysisResponse.Types.Mark.Unwatched;
                break;
        }

        return wire;
    }
}
