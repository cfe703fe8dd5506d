namespace CanaryJudge.Judging.Model;

/// <summary>The data of one metric in one arm.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Arm">The arm.</param>
/// <param name="Labels">Labels that name a stratum (cluster, region) or describe the arm (version).</param>
/// <param name="Data">The values.</param>
public sealed record Series(string Metric, Arm Arm, IReadOnlyDictionary<string, string> Labels, SeriesData Data)
{
    /// <summary>No labels.</summary>
    public static IReadOnlyDictionary<string, string> NoLabels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Labels in one line, keys in order: <c>region=eu,zone=a</c>; empty without labels.</summary>
    public string Stratum => LineOf(Labels);

    /// <summary>Labels in one line, keys in order.</summary>
    /// <param name="labels">The labels.</param>
    public static string LineOf(IReadOnlyDictionary<string, string> labels) => labels.Count == 0 ? "" : string.Join(',', labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));
}
