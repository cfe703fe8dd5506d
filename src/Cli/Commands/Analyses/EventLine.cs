using System.Globalization;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary>A change of an analysis in a line for a log: time first, then <c>key=value</c>, in UTC and ASCII.</summary>
internal static class EventLine
{
    /// <summary>The line, without its end.</summary>
    public static string Of(AnalysisEvent told) => told.ChangeCase switch
    {
        AnalysisEvent.ChangeOneofCase.Look => LookLine.Of(FromWire.Look(told)),
        AnalysisEvent.ChangeOneofCase.StateChange => $"{Time(told)} state={AnalysisText.State(told.StateChange.State)}",
        AnalysisEvent.ChangeOneofCase.StepChange when told.StepChange.Step is { } step =>
            string.Create(CultureInfo.InvariantCulture, $"{Time(told)} epoch={step.Epoch} step={step.Index} weight={step.WeightBasisPoints / 100.0:0.##}%"),
        AnalysisEvent.ChangeOneofCase.StepChange => $"{Time(told)} step=none",
        _ => $"{Time(told)} warning={EnumName.Of(told.Warning.Code)} message=\"{Glyphs.Ascii.Plain(told.Warning.Message).Replace("\"", "'", StringComparison.Ordinal)}\"",
    };

    private static string Time(AnalysisEvent told) => told.Time.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
