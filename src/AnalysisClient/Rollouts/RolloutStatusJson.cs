using System.Text.Json.Nodes;
using CanaryJudge.Rollouts;
using Google.Protobuf;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Where a rollout stands, as JSON: weights in percent, times in seconds of rollout time.</summary>
public static class RolloutStatusJson
{
    /// <summary>The status of a running rollout.</summary>
    /// <param name="status">The status.</param>
    /// <param name="withJudgement">Whether the newest judgement goes along, as <c>judgement</c>.</param>
    public static JsonObject Write(RolloutStatus status, bool withJudgement = false)
    {
        ArgumentNullException.ThrowIfNull(status);
        var json = Write(status.Header, status.State);
        json["now"] = status.Now;
        json["sure"] = status.Memory.Sure;
        json["foundPercent"] = Percent(status.Found);
        json["foundAt"] = status.FoundAt;
        json["verdict"] = status.Newest is { } newest && newest.Epoch == status.State.Epoch ? RolloutWords.Of(newest.Verdict) : null;
        json["traffic"] = status.Newest?.Traffic;
        json["journalWritable"] = !status.Memory.Unwritable;
        json["note"] = status.Note;
        if (withJudgement && status.Judgement is { } judgement)
        {
            json["judgement"] = JsonNode.Parse(JsonFormatter.Default.Format(judgement));
        }

        return json;
    }

    /// <summary>What the records alone say.</summary>
    /// <param name="header">The header.</param>
    /// <param name="state">Their fold.</param>
    public static JsonObject Write(JournalHeader header, RolloutState state)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(state);
        return new()
        {
            ["rollout"] = header.RolloutId,
            ["target"] = header.Target,
            ["phase"] = RolloutWords.Of(state.Phase),
            ["step"] = state.Step + 1,
            ["steps"] = header.Plan.Ramp is null ? header.Plan.Steps.Count : null,
            ["epoch"] = state.Epoch,
            ["askedPercent"] = Percent(state.Weight),
            ["verified"] = state.Verified,
            ["frozen"] = state.Frozen,
            ["held"] = state.Held is { } held ? RolloutWords.Of(held) : null,
            ["drifts"] = state.Drifts,
            ["reason"] = state.Reason is { } reason ? RolloutWords.Of(reason) : null,
            ["outcome"] = state.Outcome is { } outcome ? RolloutWords.Of(outcome) : null,
            ["exit"] = state.Exit,
        };
    }

    private static decimal? Percent(Weight? weight) => weight?.BasisPoints / 100m;
}
