using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies;

/// <summary>The JSON Schema of a policy, made from the table of keys that the reader follows.</summary>
public static class PolicySchema
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON Schema, draft 2020-12, indented, ending in a line break.</summary>
    /// <param name="knownMethods">The names that <c>method</c> may hold besides <c>auto</c>; null: <see cref="PolicyFile.DefaultMethods"/>.</param>
    /// <remarks>It accepts what the reader accepts, but for what a schema cannot say: contradictions between keys, repeated names.</remarks>
    public static string Json(IReadOnlyCollection<string>? knownMethods = null)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "CanaryJudge policy",
            ["description"] = "Which metrics matter to a release, and how much.",
        };
        foreach (var (key, value) in PolicyKeys.Policy(knownMethods ?? PolicyFile.DefaultMethods).Schema())
        {
            schema.TryAdd(key, value?.DeepClone());
        }

        return schema.ToJsonString(s_readable) + "\n";
    }
}
