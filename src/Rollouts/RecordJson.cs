using System.Text.Json.Nodes;

namespace CanaryJudge.Rollouts;

/// <summary>Records as they stand in a journal: weights in basis points, times in seconds.</summary>
public static class RecordJson
{
    /// <summary>A record as JSON.</summary>
    public static JsonObject Write(RolloutRecord record) => record switch
    {
        RolloutRecord.Opened r => new() { ["kind"] = "opened", ["fence"] = r.Fence, ["gap"] = r.Gap, ["gapKnown"] = r.GapKnown },
        RolloutRecord.Move r => new()
        {
            ["kind"] = "move",
            ["epoch"] = r.Epoch,
            ["step"] = r.Step,
            ["weight"] = r.Weight.BasisPoints,
            ["final"] = r.Final,
            ["why"] = RolloutWords.Of(r.Why),
        },
        RolloutRecord.Verified r => new() { ["kind"] = "verified", ["epoch"] = r.Epoch, ["weight"] = r.Weight.BasisPoints },
        RolloutRecord.Judged r => Write(r),
        RolloutRecord.ApprovalAsked => new() { ["kind"] = "asked" },
        RolloutRecord.Approved r => new() { ["kind"] = "approved", ["by"] = r.By, ["full"] = r.Full },
        RolloutRecord.Held r => new() { ["kind"] = "held", ["why"] = RolloutWords.Of(r.Why) },
        RolloutRecord.Frozen r => new() { ["kind"] = "frozen", ["by"] = r.By },
        RolloutRecord.Thawed r => new() { ["kind"] = "thawed", ["by"] = r.By },
        RolloutRecord.Drift r => new() { ["kind"] = "drift", ["found"] = r.Found.BasisPoints, ["asked"] = r.Asked.BasisPoints },
        RolloutRecord.Rollback r => new() { ["kind"] = "rollback", ["reason"] = RolloutWords.Of(r.Reason), ["exit"] = r.Exit, ["style"] = r.Stepped ? "stepped" : "immediate" },
        RolloutRecord.Alarm r => new() { ["kind"] = "alarm", ["why"] = r.Why, ["asked"] = r.Asked.BasisPoints },
        RolloutRecord.Seen r => new() { ["kind"] = "seen", ["weight"] = r.Weight.BasisPoints },
        RolloutRecord.Told r => new() { ["kind"] = "told", ["upto"] = r.UpTo },
        RolloutRecord.Done r => new() { ["kind"] = "done", ["outcome"] = RolloutWords.Of(r.Outcome), ["exit"] = r.Exit, ["weight"] = r.Weight.BasisPoints },
        _ => throw new ArgumentOutOfRangeException(nameof(record), record, "A kind of record that has no JSON."),
    };

    /// <summary>A record from its JSON.</summary>
    /// <exception cref="FormatException">It is none; the message names the field.</exception>
    public static RolloutRecord Read(JsonObject json) => json.Text("kind") switch
    {
        "opened" => new RolloutRecord.Opened(json.Long("fence"), json.Long("gap"), json.Flag("gapKnown")),
        "move" => new RolloutRecord.Move(json.Long("epoch"), json.Int("step"), json.Weight("weight"), json.Flag("final"), json.Word<MoveReason>("why")),
        "verified" => new RolloutRecord.Verified(json.Long("epoch"), json.Weight("weight")),
        "verdict" => new RolloutRecord.Judged(json.Long("epoch"), json.Word<Verdict>("verdict"), json.TextOrNull("id"), json["why"] is null ? null : json.Word<RollbackReason>("why")),
        "asked" => new RolloutRecord.ApprovalAsked(),
        "approved" => new RolloutRecord.Approved(json.Text("by"), json.Flag("full")),
        "held" => new RolloutRecord.Held(json.Word<HoldReason>("why")),
        "frozen" => new RolloutRecord.Frozen(json.Text("by")),
        "thawed" => new RolloutRecord.Thawed(json.Text("by")),
        "drift" => new RolloutRecord.Drift(json.Weight("found"), json.Weight("asked")),
        "rollback" => new RolloutRecord.Rollback(json.Word<RollbackReason>("reason"), json.Int("exit"), json.Text("style") == "stepped"),
        "alarm" => new RolloutRecord.Alarm(json.Text("why"), json.Weight("asked")),
        "seen" => new RolloutRecord.Seen(json.Weight("weight")),
        "told" => new RolloutRecord.Told(json.Long("upto")),
        "done" => new RolloutRecord.Done(json.Word<RolloutOutcome>("outcome"), json.Int("exit"), json.Weight("weight")),
        var kind => throw new FormatException($"'kind' is '{kind}', which this version does not know."),
    };

    private static JsonObject Write(RolloutRecord.Judged record)
    {
        var json = new JsonObject { ["kind"] = "verdict", ["epoch"] = record.Epoch, ["verdict"] = RolloutWords.Of(record.Verdict) };
        if (record.Id is { } id)
        {
            json["id"] = id;
        }

        if (record.Why is { } why)
        {
            json["why"] = RolloutWords.Of(why);
        }

        return json;
    }
}
