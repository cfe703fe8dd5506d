using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>A map with known keys.</summary>
/// <param name="noun">What it is, for messages: <c>a policy</c>.</param>
/// <param name="seed">The value when no key is written.</param>
/// <param name="keys">The table of keys.</param>
internal sealed class MapShape<T>(string noun, Func<T> seed, IReadOnlyList<Key<T>> keys) : Shape<T>
    where T : notnull
{
    /// <summary>What messages propose: <c>$schema</c> is for editors.</summary>
    private readonly string[] _names = [.. keys.Select(k => k.Name).Where(n => n[0] != '$')];

    /// <summary>Whether one key at least must be written.</summary>
    public bool AtLeastOne { get; init; }

    /// <summary>Looks at a map that could be read: what JSON Schema cannot say.</summary>
    public Action<T, ReadMap, string, ProblemList>? Check { get; init; }

    /// <inheritdoc />
    public override JsonObject Schema()
    {
        var schema = new JsonObject
        {
            ["title"] = noun[(noun.IndexOf(' ', StringComparison.Ordinal) + 1)..],
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(keys.Select(k => KeyValuePair.Create<string, JsonNode?>(k.Name, k.Schema()))),
        };
        if (keys.Any(k => k.Required))
        {
            schema["required"] = new JsonArray([.. keys.Where(k => k.Required).Select(k => JsonValue.Create(k.Name))]);
        }

        if (AtLeastOne)
        {
            schema["minProperties"] = 1;
        }

        return schema;
    }

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out T? value)
    {
        value = default;
        if (node is not MapNode map)
        {
            var what = path.Length == 0 ? "the document" : path;
            return Refuse(node, path, problems, $"{what} is {node.Noun}; it must be {noun}: a map of {string.Join(", ", _names)}.");
        }

        var before = problems.Errors;
        var misread = new HashSet<string>(StringComparer.Ordinal);
        var read = Entries(map, path, problems, misread);
        foreach (var missing in keys.Where(k => k.Required && map.Find(k.Name) is null))
        {
            problems.Error(map.Place, path, $"{Inside(path, missing.Name)} is missing.");
        }

        if (AtLeastOne && map.Entries.Count == 0)
        {
            problems.Error(map.Place, path, $"{path} is empty; it needs {string.Join(" or ", _names)}.");
        }

        Check?.Invoke(read, new(map, misread), path, problems);
        value = read;
        return problems.Errors == before;
    }

    private static string Inside(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private T Entries(MapNode map, string path, ProblemList problems, HashSet<string> misread)
    {
        var value = seed();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var inside = Inside(path, Words.Shown(entry.Key));
            var key = keys.FirstOrDefault(k => k.Name == entry.Key);
            if (!lines.TryAdd(entry.Key, entry.KeyPlace.Line))
            {
                problems.Error(entry.KeyPlace, inside, $"{inside} is given twice, first on line {lines[entry.Key]}.");
            }
            else if (key is null)
            {
                problems.Error(entry.KeyPlace, inside, $"unknown key {inside}. {Words.Hint(entry.Key, _names)}");
            }
            else
            {
                value = key.Apply(value, entry.Value, inside, problems, out var good);
                if (!good)
                {
                    misread.Add(key.Name);
                }
            }
        }

        return value;
    }
}
