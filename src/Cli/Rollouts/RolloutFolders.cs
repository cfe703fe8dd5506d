using CanaryJudge.AnalysisServer;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Where rollouts keep their journals: <c>rollouts/&lt;id&gt;</c> in the data folder.</summary>
internal static class RolloutFolders
{
    /// <summary>The folder of all rollouts.</summary>
    /// <param name="data">The data folder; null: as the server's setting says.</param>
    public static string Root(string? data) =>
        Path.Combine(Path.GetFullPath(data ?? Environment.GetEnvironmentVariable("CANARYJUDGE_DATA") ?? ServerHost.UsualData), "rollouts");

    /// <summary>The folder of one.</summary>
    public static string Of(string? data, string id) => Path.Combine(Root(data), id);
}
