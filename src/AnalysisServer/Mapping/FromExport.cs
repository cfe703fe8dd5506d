using CanaryJudge.Judging.Analyses;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Reads the log of an analysis that a server exported, to replay it elsewhere.</summary>
public static class FromExport
{
    /// <summary>How the analysis began.</summary>
    /// <param name="wire">The first entry.</param>
    /// <exception cref="FormatException">It is another entry, or something in it is wrong.</exception>
    public static AnalysisStart Start(Wire.ExportAnalysisResponse wire)
    {
        ArgumentNullException.ThrowIfNull(wire);
        var violations = new Violations();
        var from = wire.Start ?? throw new FormatException("The first entry is not the start of an analysis.");
        var start = new AnalysisStart
        {
            Id = ToAnalysis.Id(from.Name, "start.name", violations),
            Created = Time(wire, violations),
            PolicyText = from.PolicyYaml,
            Options = ToAnalysis.Options(from.Options ?? new(), violations),
            Labels = new Dictionary<string, string>(from.Labels, StringComparer.Ordinal),
        };
        return Good(start, violations);
    }

    /// <summary>A further entry.</summary>
    /// <param name="wire">The entry.</param>
    /// <exception cref="FormatException">It is none, or something in it is wrong.</exception>
    public static AnalysisEntry Entry(Wire.ExportAnalysisResponse wire)
    {
        ArgumentNullException.ThrowIfNull(wire);
        var violations = new Violations();
        var at = Time(wire, violations);
        AnalysisEntry entry = wire.EntryCase switch
        {
            Wire.ExportAnalysisResponse.EntryOneofCase.Batch => new AnalysisEntry.Batch(at, wire.Batch.Producer, wire.Batch.Sequence, ToModel.Snapshot(wire.Batch.Series, violations).Series),
            Wire.ExportAnalysisResponse.EntryOneofCase.StepSet => ToAnalysis.Step(new() { Step = wire.StepSet.Step, Ended = wire.StepSet.Ended }, at, violations),
            _ => wire.Mark switch
            {
                Wire.ExportAnalysisResponse.Types.Mark.Finished => new AnalysisEntry.Finished(at),
                Wire.ExportAnalysisResponse.Types.Mark.TimedOut => new AnalysisEntry.TimedOut(at),
                Wire.ExportAnalysisResponse.Types.Mark.Cancelled => new AnalysisEntry.Cancelled(at),
                Wire.ExportAnalysisResponse.Types.Mark.Unwatched => new AnalysisEntry.Unwatched(at),
                _ => throw new FormatException("It is no entry of an analysis after its start."),
            },
        };
        return Good(entry, violations);
    }

    private static long Time(Wire.ExportAnalysisResponse wire, Violations violations) => ToAnalysis.Time(wire.Time, "time", violations) ?? 0;

    private static T Good<T>(T value, Violations violations) =>
        violations.Any ? throw new FormatException(string.Join(" ", violations.ToList().Select(v => $"{v.Path}: {v.Message}"))) : value;
}
