using System.Text.Json.Nodes;

namespace CanaryJudge.Rollouts;

/// <summary>Fields of a JSON object; one that is missing or of another sort is a <see cref="FormatException"/> that names it.</summary>
internal static class JsonFields
{
    public static long Long(this JsonObject json, string name) => Get<long>(json, name);

    public static int Int(this JsonObject json, string name) => Get<int>(json, name);

    public static bool Flag(this JsonObject json, string name) => Get<bool>(json, name);

    public static string Text(this JsonObject json, string name) => Get<string>(json, name);

    public static string? TextOrNull(this JsonObject json, string name) => json[name] is null ? null : Get<string>(json, name);

    public static Weight Weight(this JsonObject json, string name) => ToWeight(Get<int>(json, name), name);

    public static T Word<T>(this JsonObject json, string name)
        where T : struct, Enum =>
        RolloutWords.TryRead<T>(Get<string>(json, name), out var value) ? value : throw new FormatException($"'{name}' is '{json[name]}'. Known: {string.Join(", ", RolloutWords.All<T>())}.");

    public static JsonObject Map(this JsonObject json, string name) => json[name] as JsonObject ?? throw new FormatException($"'{name}' must be an object.");

    public static JsonArray List(this JsonObject json, string name) => json[name] as JsonArray ?? throw new FormatException($"'{name}' must be a list.");

    public static Weight ToWeight(int basisPoints, string name) =>
        basisPoints is >= 0 and <= 10_000 ? new(basisPoints) : throw new FormatException($"'{name}' is {basisPoints}; a weight has from 0 to 10,000 basis points.");

    private static T Get<T>(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<T>(out var found) ? found : throw new FormatException($"'{name}' is missing or of the wrong sort.");
}
