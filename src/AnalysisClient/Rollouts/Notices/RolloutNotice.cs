using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts.Notices;

/// <summary>What people are told of a line of the journal.</summary>
/// <param name="Id">The rollout and the number of the line: the same line told twice has the same id.</param>
/// <param name="Event">What happened: started, advanced, approval-needed, held, frozen, drift, rollback, alarm or ended.</param>
/// <param name="RolloutId">The rollout.</param>
/// <param name="Step">The step, from 1; 0 before the first.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Asked">The weight that is asked for.</param>
/// <param name="Found">The weight that was found, where that matters.</param>
/// <param name="Reason">Why.</param>
/// <param name="Text">All of it in one sentence.</param>
/// <param name="Help">The command that helps; null: none is needed.</param>
public sealed record RolloutNotice(string Id, string Event, string RolloutId, int Step, long Epoch, Weight Asked, Weight? Found, string? Reason, string Text, string? Help)
{
    /// <summary>What there is to tell of a line.</summary>
    /// <param name="rolloutId">The rollout.</param>
    /// <param name="line">The line.</param>
    /// <param name="after">The state after it.</param>
    /// <returns>One notice; null: nothing that people need to know.</returns>
    public static RolloutNotice? Of(string rolloutId, JournalLine line, RolloutState after)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(after);
        var told = line.Records.Select(r => Tell(rolloutId, r, after)).Where(t => t.Rank > 0).OrderByDescending(t => t.Rank).FirstOrDefault();
        return told.Rank == 0
            ? null
            : new($"{rolloutId}/{line.Seq}", told.Event, rolloutId, after.Step + 1, after.Epoch, after.Weight, told.Found, told.Reason, told.Text, told.Help);
    }

    private static (int Rank, string Event, string Text, string? Reason, Weight? Found, string? Help) Tell(string id, RolloutRecord record, RolloutState state)
    {
        const string command = "canaryjudge rollout";
        return record switch
        {
            RolloutRecord.Done r => (9, "ended", $"{id} {RolloutWords.Of(r.Outcome)}, the canary has {r.Weight}{Because(state)}.", ReasonOf(state), r.Weight, $"{command} show {id}"),
            RolloutRecord.Rollback r => (8, "rollback", $"{id} rolls back from step {state.Step + 1}: {RolloutWords.Of(r.Reason)}.", RolloutWords.Of(r.Reason), null, $"{command} watch {id}"),
            RolloutRecord.Alarm r => (7, "alarm", $"{id}: {r.Why}; {r.Asked} is asked for.", r.Why, null, $"{command} status {id}"),
            RolloutRecord.ApprovalAsked => Approval(id, state, command),
            RolloutRecord.Verified when state.Phase == RolloutPhase.Approval => Approval(id, state, command),
            RolloutRecord.Held r => (5, "held", $"{id} is held at {state.Weight}: {RolloutWords.Of(r.Why)}.", RolloutWords.Of(r.Why), null, $"{command} promote {id}, or {command} abort {id}"),
            RolloutRecord.Frozen r => (4, "frozen", $"{id} is frozen at {state.Weight} by {r.By}.", r.By, null, $"{command} resume {id}"),
            RolloutRecord.Drift r => (3, "drift", $"{id}: somebody else set the canary to {r.Found}; {r.Asked} is put back.", null, r.Found, $"{command} status {id}"),
            RolloutRecord.Move { Why: MoveReason.Start } r => (1, "started", $"{id} starts at {r.Weight}.", null, null, $"{command} watch {id}"),
            RolloutRecord.Move { Why: MoveReason.Advance or MoveReason.Promote or MoveReason.Keep or MoveReason.Zero } r =>
                (2, "advanced", $"{id} goes to {r.Weight}.", RolloutWords.Of(r.Why), null, $"{command} watch {id}"),
            _ => default,
        };
    }

    private static (int Rank, string Event, string Text, string? Reason, Weight? Found, string? Help) Approval(string id, RolloutState state, string command) =>
        (6, "approval-needed", $"{id} waits for an approval at {state.Weight}.", null, state.Weight, $"{command} approve {id}, or {command} abort {id}");

    private static string? ReasonOf(RolloutState state) => state.Reason is { } reason ? RolloutWords.Of(reason) : null;

    private static string Because(RolloutState state) => ReasonOf(state) is { } reason ? $": {reason}" : "";
}
