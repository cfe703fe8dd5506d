using System.Text.Json.Nodes;
using CanaryJudge.Sources.Policies;
using CanaryJudge.Sources.Prometheus;
using CanaryJudge.Sources.Tail;
using CanaryJudge.Statistics;

namespace CanaryJudge.Sources;

/// <summary>The kinds of sources.</summary>
public static class SourceKinds
{
    /// <summary>All of them, in the order in which they are shown.</summary>
    public static Catalog<SourceKind> All { get; } = new(PrometheusSource.Kind, CsvTailSource.Kind, PushSource.Kind);

    /// <summary>Reads the settings of a source, as a rollout file holds them under <c>source</c>.</summary>
    /// <param name="source">The tree: <c>kind</c> and that kind's keys.</param>
    /// <param name="folder">The folder that relative paths in the settings are relative to.</param>
    /// <returns>The settings, or all that is wrong with them.</returns>
    public static SourceSettingsReading Read(JsonObject source, string folder)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(folder);
        if (source["kind"] is not JsonValue value || !value.TryGetValue<string>(out var name))
        {
            return new(null, [new("kind", $"the kind of source is missing. Known: {string.Join(", ", All.Names)}.")]);
        }

        if (!All.TryFind(name, out var kind))
        {
            return new(null, [new("kind", $"unknown source {Words.Shown(name)}. {Words.Hint(name, [.. All.Names])}")]);
        }

        var settings = new JsonObject(source.Where(e => e.Key != "kind").Select(e => KeyValuePair.Create(e.Key, e.Value?.DeepClone())));
        return kind.Read(settings.ToJsonString(), folder);
    }
}
