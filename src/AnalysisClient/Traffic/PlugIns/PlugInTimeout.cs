using CanaryJudge.Rollouts.Reading;

namespace CanaryJudge.AnalysisClient.Traffic.PlugIns;

/// <summary>The setting <c>timeout</c> of plug-ins.</summary>
internal static class PlugInTimeout
{
    private const string Key = "timeout";

    /// <summary>Below the runner's own limit of ten seconds, so that this message is the one that is seen.</summary>
    public static TrafficSetting Setting { get; } = new(Key, "how long a call may take: 90s, 2m") { Default = "8s", Check = Check };

    public static TimeSpan Of(TrafficSettings settings) => DurationText.TryParse(settings[Key], out var seconds) ? TimeSpan.FromSeconds(seconds) : throw new InvalidOperationException("It was checked.");

    private static string? Check(string text) => DurationText.TryParse(text, out var seconds) && seconds is > 0 and <= 3_600 ? null : "The time-out is a duration such as 5s, at most an hour.";
}
