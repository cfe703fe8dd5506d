using System.Text.Json.Nodes;

namespace CanaryJudge.AnalysisClient.Rollouts.Notices;

/// <summary>A notice as JSON.</summary>
internal static class NoticeJson
{
    public static string Write(RolloutNotice notice) => new JsonObject
    {
        ["id"] = notice.Id,
        ["event"] = notice.Event,
        ["rollout"] = notice.RolloutId,
        ["step"] = notice.Step,
        ["epoch"] = notice.Epoch,
        ["askedPercent"] = notice.Asked.BasisPoints / 100m,
        ["foundPercent"] = notice.Found?.BasisPoints / 100m,
        ["reason"] = notice.Reason,
        ["text"] = notice.Text,
        ["help"] = notice.Help,
    }.ToJsonString();
}
