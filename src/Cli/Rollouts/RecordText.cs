using CanaryJudge.Rollouts;
using CanaryJudge.Rollouts.Reading;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>A record as a person reads it in a timeline: a sign and a few words.</summary>
internal static class RecordText
{
    /// <summary>The words; null: nothing that belongs in a timeline.</summary>
    /// <param name="record">The record.</param>
    /// <param name="after">The state after its line.</param>
    public static (string Sign, string Text)? Of(RolloutRecord record, RolloutState after) => record switch
    {
        RolloutRecord.Opened { Fence: 1 } => ("·", "started"),
        RolloutRecord.Opened r => ("·", r.GapKnown ? $"started again after {DurationText.Write(r.Gap)}, fence {r.Fence}" : $"started again after an unknown time, fence {r.Fence}"),
        RolloutRecord.Move { Why: MoveReason.Reapply } r => ("→", $"{r.Weight} put back, epoch {r.Epoch}"),
        RolloutRecord.Move r => (r.Why == MoveReason.Rollback ? "←" : "→", $"{r.Weight} asked for: {RolloutWords.Of(r.Why)}, epoch {r.Epoch}"),
        RolloutRecord.Verified r => ("✓", $"{r.Weight} read back"),
        RolloutRecord.Judged { Verdict: Verdict.Inconclusive } r => ("…", $"step over without a conclusion: {RolloutWords.Of(r.Why ?? RollbackReason.Inconclusive)}"),
        RolloutRecord.Judged r => (r.Verdict == Verdict.Pass ? "✓" : "✗", $"verdict {RolloutWords.Of(r.Verdict)} of epoch {r.Epoch}{(r.Id is { } id ? $", {id}" : "")}"),
        RolloutRecord.ApprovalAsked => ("?", "approval asked for"),
        RolloutRecord.Approved r => ("✓", $"approved by {r.By}{(r.Full ? ", all the way" : "")}"),
        RolloutRecord.Held r => ("…", $"held: {RolloutWords.Of(r.Why)}"),
        RolloutRecord.Frozen r => ("‖", $"frozen by {r.By}"),
        RolloutRecord.Thawed r => ("·", $"freeze ended by {r.By}"),
        RolloutRecord.Drift r => ("!", $"somebody else set {r.Found}; {r.Asked} was asked for"),
        RolloutRecord.Rollback r => ("✗", $"rolls back: {RolloutWords.Of(r.Reason)}{(r.Stepped ? ", in steps" : "")}"),
        RolloutRecord.Alarm r => ("!", $"alarm: {r.Why}"),
        RolloutRecord.Done r => (r.Exit == 0 ? "✓" : "✗", $"{RolloutWords.Of(r.Outcome)}, the canary has {r.Weight}; exit {r.Exit}{(after.Reason is { } reason ? $", {RolloutWords.Of(reason)}" : "")}"),
        _ => null,
    };
}
