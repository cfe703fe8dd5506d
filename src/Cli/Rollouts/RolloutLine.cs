using System.Globalization;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>What happens, for logs: one line a change, time first in UTC, then <c>key=value</c>.</summary>
internal static class RolloutLine
{
    /// <summary>A record's line, without its end; null: it needs none.</summary>
    /// <param name="time">When.</param>
    /// <param name="record">The record.</param>
    /// <param name="after">The state after its batch.</param>
    public static string? Of(DateTimeOffset time, RolloutRecord record, RolloutState after)
    {
        var text = record switch
        {
            RolloutRecord.Opened r => $"opened fence={r.Fence} gap={r.Gap}",
            RolloutRecord.Move r => $"asked={Percent(r.Weight)} why={RolloutWords.Of(r.Why)} epoch={r.Epoch}",
            RolloutRecord.Verified r when after.Reason is { } reason => $"weight={Percent(r.Weight)} verified=true reason={Quoted($"rolled back: {RolloutWords.Of(reason)}")}",
            RolloutRecord.Verified r => $"weight={Percent(r.Weight)} verified=true",
            RolloutRecord.Judged r => $"decides={RolloutWords.Of(r.Verdict)} epoch={r.Epoch}{(r.Why is { } why ? $" why={RolloutWords.Of(why)}" : "")}",
            RolloutRecord.ApprovalAsked => "approval=needed",
            RolloutRecord.Approved r => $"approved_by={Quoted(r.By)}{(r.Full ? " full=true" : "")}",
            RolloutRecord.Held r => $"held={RolloutWords.Of(r.Why)}",
            RolloutRecord.Frozen r => $"frozen_by={Quoted(r.By)}",
            RolloutRecord.Thawed r => $"resumed_by={Quoted(r.By)}",
            RolloutRecord.Drift r => $"drift found={Percent(r.Found)} asked={Percent(r.Asked)}",
            RolloutRecord.Rollback r => $"rollback reason={RolloutWords.Of(r.Reason)}",
            RolloutRecord.Alarm r => $"alarm={Quoted(r.Why)} asked={Percent(r.Asked)}",
            RolloutRecord.Done r => $"outcome={Quoted(RolloutWords.Of(r.Outcome))} weight={Percent(r.Weight)} exit={r.Exit}",
            _ => null,
        };
        return text is null ? null : At(time, text);
    }

    /// <summary>A verdict's line, with the metric that decided or leans most.</summary>
    /// <param name="time">When it was heard.</param>
    /// <param name="judged">The verdict.</param>
    /// <param name="judgement">The judgement behind it; null: not known here.</param>
    public static string Of(DateTimeOffset time, RolloutInput.Judged judged, Judgement? judgement) => At(time, judgement is { Look: not null }
        ? LookLine.Facts(FromWire.Look(judgement))
        : $"verdict={RolloutWords.Of(judged.Verdict)} epoch={judged.Epoch}{(judged.Traffic is { } traffic ? $" traffic={traffic}" : "")}");

    /// <summary>The line of a note.</summary>
    public static string Of(SideNote note) => At(note.Time, $"{note.Part}={note.State}{(note.Reason is { } reason ? $" reason={Quoted(reason)}" : "")}");

    /// <summary>A line of other words.</summary>
    public static string At(DateTimeOffset time, string text) => $"{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)} {text}";

    /// <summary>A value; in quotes where it is more than a word.</summary>
    public static string Quoted(string value) =>
        value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or ':') ? value : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"";

    private static string Percent(Weight weight) => weight.ToString()[..^1];
}
