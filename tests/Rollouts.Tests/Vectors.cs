using System.Text.Json.Nodes;

namespace CanaryJudge.Rollouts.Tests;

/// <summary>Scenarios and plans from an independent model of the engine.</summary>
internal static class Vectors
{
    private static readonly JsonObject File = Load();

    public static JsonObject Defaults => File["about"]!["defaults"]!.AsObject();

    public static IEnumerable<JsonObject> Scenarios => File["scenarios"]!.AsArray().Select(s => s!.AsObject());

    public static IEnumerable<JsonObject> Plans => File["plans"]!.AsArray().Select(s => s!.AsObject());

    /// <summary>The plan of a scenario: its fields over the defaults.</summary>
    public static RolloutPlan Plan(JsonObject scenario)
    {
        var json = Over(Defaults, scenario["plan"]!.AsObject());
        json["steps"] = new JsonArray([.. json["steps"]!.AsArray().Select(s => (JsonNode)Over(File["about"]!["stepDefaults"]!.AsObject(), s!.AsObject()))]);
        json["rollback"] = Over(Defaults["rollback"]!.AsObject(), json["rollback"]!.AsObject());
        if (json["ramp"] is JsonObject ramp)
        {
            json["ramp"] = Over(File["about"]!["rampDefaults"]!.AsObject(), ramp);
        }

        return PlanJson.Read(json);
    }

    public static RolloutInput Input(JsonObject json)
    {
        var by = (string?)json["by"] ?? "";
        return (string)json["kind"]! switch
        {
            "open" => new RolloutInput.Open((long)json["fence"]!, (long)json["gap"]!, (bool)json["known"]!, (bool)json["first"]!),
            "answer" => new RolloutInput.Answer(
                (long)json["call"]!, Read<AnswerKind>((string)json["is"]!), json["weight"] is { } weight ? new Weight((int)weight) : null),
            "verdict" => new RolloutInput.Judged(
                (long)json["epoch"]!, Read<Verdict>((string)json["verdict"]!), (long?)json["traffic"], (bool?)json["data"] ?? true),
            "approve" => new RolloutInput.Approve(by),
            "promote" => new RolloutInput.Promote(by, (bool?)json["full"] ?? false),
            "abort" => new RolloutInput.Abort(by, (bool?)json["atOnce"] ?? false),
            "freeze" => new RolloutInput.Freeze(by),
            "resume" => new RolloutInput.Thaw(by),
            "journalFailed" => new RolloutInput.JournalFailed(),
            "journalBack" => new RolloutInput.JournalBack(),
            "tick" => new RolloutInput.Tick(),
            var kind => throw new InvalidOperationException(kind),
        };
    }

    /// <summary>An action as the vectors write it, without the texts that are free.</summary>
    public static JsonObject Json(RolloutAction action) => action switch
    {
        RolloutAction.SetWeight a => new() { ["kind"] = "set", ["call"] = a.Call, ["weight"] = a.Weight.BasisPoints, ["epoch"] = a.Epoch, ["final"] = a.Final },
        RolloutAction.ReadWeight a => new() { ["kind"] = "read", ["call"] = a.Call },
        RolloutAction.Cancel a => new() { ["kind"] = "cancel", ["call"] = a.Call },
        RolloutAction.Watch a => new() { ["kind"] = "watch", ["epoch"] = a.Epoch, ["weight"] = a.Weight.BasisPoints, ["since"] = a.Since },
        RolloutAction.Unwatch => new() { ["kind"] = "unwatch" },
        RolloutAction.Alarm => new() { ["kind"] = "alarm" },
        RolloutAction.Refuse => new() { ["kind"] = "refuse" },
        RolloutAction.Finish a => new() { ["kind"] = "stop", ["exit"] = a.Exit },
        _ => throw new InvalidOperationException(action.ToString()),
    };

    public static JsonObject Json(RolloutState state) => new()
    {
        ["phase"] = RolloutWords.Of(state.Phase),
        ["step"] = state.Step,
        ["weight"] = state.Weight.BasisPoints,
        ["epoch"] = state.Epoch,
        ["verified"] = state.Verified,
        ["frozen"] = state.Frozen,
        ["held"] = state.Held is { } held ? RolloutWords.Of(held) : null,
        ["reason"] = state.Reason is { } reason ? RolloutWords.Of(reason) : null,
    };

    /// <summary>An expected object without what the vectors leave free: empty ids, and the texts of alarms and refusals.</summary>
    public static JsonObject Bare(JsonObject json)
    {
        var bare = (JsonObject)json.DeepClone();
        if ((string?)bare["kind"] is "alarm" or "refuse")
        {
            bare.Remove("why");
        }

        if (bare["id"] is null)
        {
            bare.Remove("id");
        }

        return bare;
    }

    private static T Read<T>(string word)
        where T : struct, Enum => RolloutWords.TryRead<T>(word, out var value) ? value : throw new InvalidOperationException(word);

    private static JsonObject Over(JsonObject defaults, JsonObject json)
    {
        var merged = (JsonObject)defaults.DeepClone();
        foreach (var (key, value) in json)
        {
            merged[key] = value?.DeepClone();
        }

        return merged;
    }

    private static JsonObject Load()
    {
        using var stream = typeof(Vectors).Assembly.GetManifestResourceStream("rollout-public")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
