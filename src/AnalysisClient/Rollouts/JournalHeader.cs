using System.Text.Json.Nodes;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>The first line of a journal: what was promised.</summary>
/// <param name="RolloutId">The rollout.</param>
/// <param name="Plan">The plan in normal form, with what is known of the target.</param>
/// <param name="PlanHash">A hash of everything that must not change under the same id.</param>
/// <param name="Target">The target in words.</param>
/// <param name="Engine">The version that wrote it.</param>
public sealed record JournalHeader(string RolloutId, RolloutPlan Plan, string PlanHash, string Target, string Engine)
{
    internal JsonObject Write() => new()
    {
        ["kind"] = "created",
        ["rolloutId"] = RolloutId,
        ["plan"] = PlanJson.Write(Plan),
        ["planHash"] = PlanHash,
        ["target"] = Target,
        ["engine"] = Engine,
    };

    /// <exception cref="FormatException">It is none.</exception>
    internal static JournalHeader Read(JsonObject json) =>
        (string?)json["kind"] == "created" && json["plan"] is JsonObject written && PlanJson.Read(written) is { Steps.Count: > 0 } plan
            ? new((string)json["rolloutId"]!, plan, (string)json["planHash"]!, (string)json["target"]!, (string)json["engine"]!)
            : throw new FormatException("The first line must be 'created'.");
}
