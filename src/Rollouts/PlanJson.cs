using System.Text.Json.Nodes;

namespace CanaryJudge.Rollouts;

/// <summary>A plan in normal form as JSON: weights in basis points, times in seconds, growth in percent; <c>blindAfter</c> 0 is off.</summary>
public static class PlanJson
{
    /// <summary>The plan as JSON, every field written.</summary>
    public static JsonObject Write(RolloutPlan plan) => new()
    {
        ["steps"] = new JsonArray([.. plan.Steps.Select(Write)]),
        ["ramp"] = plan.Ramp is { } ramp ? Write(ramp) : null,
        ["end"] = RolloutWords.Of(plan.End),
        ["onInconclusive"] = RolloutWords.Of(plan.OnInconclusive),
        ["rollback"] = new JsonObject
        {
            ["style"] = plan.Rollback.Stepped ? "stepped" : "immediate",
            ["through"] = new JsonArray([.. plan.Rollback.Through.Select(w => (JsonNode)w.BasisPoints)]),
            ["every"] = plan.Rollback.Every,
        },
        ["onDrift"] = plan.DriftRollsBack ? "rollback" : "reapply",
        ["maxDrifts"] = plan.MaxDrifts,
        ["resumeWithin"] = plan.ResumeWithin,
        ["settle"] = plan.Settle,
        ["blindAfter"] = plan.BlindAfter,
        ["onBlind"] = plan.BlindHolds ? "hold" : "rollback",
        ["holdMax"] = plan.HoldMax,
        ["approvalMax"] = plan.ApprovalMax,
        ["freezeMax"] = plan.FreezeMax,
        ["deadline"] = plan.Deadline,
        ["verifyEvery"] = plan.VerifyEvery,
        ["poll"] = plan.Poll,
        ["moveTimeout"] = plan.MoveTimeout,
        ["late"] = plan.Late,
        ["alarmEvery"] = plan.AlarmEvery,
        ["backoffMax"] = plan.BackoffMax,
        ["grain"] = plan.Grain,
        ["readBack"] = plan.ReadBack,
    };

    /// <summary>A plan from its JSON.</summary>
    /// <exception cref="FormatException">It is none; the message names the field.</exception>
    public static RolloutPlan Read(JsonObject json) => new()
    {
        Steps = [.. json.List("steps").Select(s => ReadStep(s as JsonObject ?? throw new FormatException("'steps' must hold objects.")))],
        Ramp = json["ramp"] is JsonObject ramp ? ReadRamp(ramp) : null,
        End = json.Word<PlanEnd>("end"),
        OnInconclusive = json.Word<OnInconclusive>("onInconclusive"),
        Rollback = ReadPath(json.Map("rollback")),
        DriftRollsBack = json.Text("onDrift") == "rollback",
        MaxDrifts = json.Int("maxDrifts"),
        ResumeWithin = json.Long("resumeWithin"),
        Settle = json.Long("settle"),
        BlindAfter = json.Long("blindAfter"),
        BlindHolds = json.Text("onBlind") == "hold",
        HoldMax = json.Long("holdMax"),
        ApprovalMax = json.Long("approvalMax"),
        FreezeMax = json.Long("freezeMax"),
        Deadline = json.Long("deadline"),
        VerifyEvery = json.Long("verifyEvery"),
        Poll = json.Long("poll"),
        MoveTimeout = json.Long("moveTimeout"),
        Late = json.Long("late"),
        AlarmEvery = json.Long("alarmEvery"),
        BackoffMax = json.Long("backoffMax"),
        Grain = json.Int("grain"),
        ReadBack = json.Flag("readBack"),
    };

    private static JsonNode Write(RolloutStep step) => new JsonObject
    {
        ["weight"] = step.Weight.BasisPoints,
        ["min"] = step.Min,
        ["max"] = step.Max,
        ["traffic"] = step.Traffic,
        ["gate"] = RolloutWords.Of(step.Gate),
    };

    private static JsonObject Write(EvidenceRamp ramp) => new()
    {
        ["start"] = ramp.Start.BasisPoints,
        ["to"] = ramp.To.BasisPoints,
        ["pace"] = ramp.Pace,
        ["minGrowth"] = ramp.MinGrowth,
        ["maxGrowth"] = ramp.MaxGrowth,
        ["min"] = ramp.Min,
        ["max"] = ramp.Max,
        ["traffic"] = ramp.Traffic,
    };

    private static RolloutStep ReadStep(JsonObject json) => new()
    {
        Weight = json.Weight("weight"),
        Min = json.Long("min"),
        Max = json.Long("max"),
        Traffic = json.Long("traffic"),
        Gate = json.Word<Gate>("gate"),
    };

    private static EvidenceRamp ReadRamp(JsonObject json) => new()
    {
        Start = json.Weight("start"),
        To = json.Weight("to"),
        Pace = json.Long("pace"),
        MinGrowth = json.Int("minGrowth"),
        MaxGrowth = json.Int("maxGrowth"),
        Min = json.Long("min"),
        Max = json.Long("max"),
        Traffic = json.Long("traffic"),
    };

    private static RollbackPath ReadPath(JsonObject json) => new()
    {
        Stepped = json.Text("style") == "stepped",
        Through = [.. json.List("through").Select(w => JsonFields.ToWeight(w?.GetValue<int>() ?? -1, "through"))],
        Every = json.Long("every"),
    };
}
