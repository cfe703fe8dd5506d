using System.Globalization;
using System.Text.Json.Nodes;

namespace CanaryJudge.Rollouts.Reading;

/// <summary>Reads the keys of one object of a document and notes every mistake with its path.</summary>
/// <remarks>Each key is known once it was asked for; <see cref="Finish"/> complains about the others.</remarks>
internal sealed class MapReader(JsonObject map, string path, List<PlanProblem> problems)
{
    private readonly List<string> _known = [];

    public string Path => path;

    public List<PlanProblem> Problems => problems;

    public bool Has(string key) => Ask(key) is not null;

    public string At(string key) => path.Length == 0 ? key : $"{path}.{key}";

    public void Complain(string key, string message) => problems.Add(new(At(key), message));

    /// <summary>Keys that others read.</summary>
    public void Allow(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            _known.Add(key);
        }
    }

    public Weight? Weight(string key)
    {
        if (Ask(key) is not { } node)
        {
            return null;
        }

        if (Text(node) is { } text && Rollouts.Weight.TryParse(text, out var weight))
        {
            return weight;
        }

        Complain(key, $"must be percent from 0 to 100 with at most two decimals, as 5% or 0.5, not {Show(node)}.");
        return null;
    }

    public long? Duration(string key, long least = 0)
    {
        if (Ask(key) is not { } node)
        {
            return null;
        }

        if (Text(node) is { } text && DurationText.TryParse(text, out var seconds) && seconds >= least)
        {
            return seconds;
        }

        Complain(key, $"must be a duration as 90s, 1h30m, 14d, or seconds{(least > 0 ? $", at least {least}" : "")}, not {Show(node)}.");
        return null;
    }

    public long? Count(string key)
    {
        if (Ask(key) is not { } node)
        {
            return null;
        }

        if (long.TryParse(Text(node), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= int.MaxValue)
        {
            return count;
        }

        Complain(key, $"must be a whole number from 0, not {Show(node)}.");
        return null;
    }

    /// <summary>A number from one value to another, in percent: 1.5 is 150.</summary>
    public int? Factor(string key, decimal above, decimal most)
    {
        if (Ask(key) is not { } node)
        {
            return null;
        }

        if (decimal.TryParse(Text(node), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor > above && factor <= most && factor.Scale <= 2)
        {
            return (int)(factor * 100);
        }

        Complain(key, string.Create(CultureInfo.InvariantCulture, $"must be a number above {above}, at most {most}, with at most two decimals, not {Show(node)}."));
        return null;
    }

    public T? Word<T>(string key, params IReadOnlyList<T> allowed)
        where T : struct, Enum
    {
        if (Ask(key) is not { } node)
        {
            return null;
        }

        if (RolloutWords.TryRead<T>(Text(node), out var value) && (allowed.Count == 0 || allowed.Contains(value)))
        {
            return value;
        }

        var words = allowed.Count == 0 ? RolloutWords.All<T>() : [.. allowed.Select(RolloutWords.Of)];
        Complain(key, Text(node) is { } text ? $"is {Show(node)}, which is not known. {NearestWord.Hint(text, words)}" : $"must be one of {string.Join(", ", words)}.");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public string? Word(string key, params IReadOnlyList<string> words)
    {
        if (Ask(key) is not { } node)
        {
            return null;
        }

        if (Text(node) is { } text && words.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Complain(key, Text(node) is { } other ? $"is {Show(node)}, which is not known. {NearestWord.Hint(other, words)}" : $"must be one of {string.Join(", ", words)}.");
        return null;
    }

    public MapReader? Map(string key)
    {
        if (Ask(key) is not { } node)
        {
            return null;
        }

        if (node is JsonObject inner)
        {
            return new(inner, At(key), problems);
        }

        Complain(key, $"must be an object, not {Show(node)}.");
        return null;
    }

    /// <summary>An object, or a word that stands for an object with one key.</summary>
    public MapReader? MapOrWord(string key, string wordKey) =>
        Ask(key) is JsonValue value ? new(new() { [wordKey] = value.DeepClone() }, At(key), problems) : Map(key);

    /// <summary>The objects of a list.</summary>
    public IReadOnlyList<MapReader> Maps(string key)
    {
        if (Ask(key) is not { } node)
        {
            return [];
        }

        if (node is not JsonArray list || list.Count is 0 or > 1000)
        {
            Complain(key, "must be a list of 1 to 1,000 objects.");
            return [];
        }

        var maps = new List<MapReader>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject inner)
            {
                maps.Add(new(inner, $"{At(key)}[{i}]", problems));
            }
            else
            {
                problems.Add(new($"{At(key)}[{i}]", $"must be an object, not {Show(list[i])}."));
            }
        }

        return maps;
    }

    /// <summary>The weights of a list; null: there is none.</summary>
    public IReadOnlyList<Weight>? Weights(string key)
    {
        if (Ask(key) is not { } node)
        {
            return null;
        }

        var weights = new List<Weight>();
        foreach (var item in node as JsonArray ?? [])
        {
            if (Text(item) is { } text && Rollouts.Weight.TryParse(text, out var weight))
            {
                weights.Add(weight);
            }
        }

        if (node is not JsonArray list || weights.Count != list.Count)
        {
            Complain(key, "must be a list of weights, as [25%, 5%].");
        }

        return weights;
    }

    /// <summary>Complains about keys that nobody asked for.</summary>
    public void Finish()
    {
        foreach (var key in map.Select(p => p.Key).Where(k => !_known.Contains(k, StringComparer.Ordinal)))
        {
            problems.Add(new(At(key), $"is not a key here. {NearestWord.Hint(key, [.. _known.Distinct(StringComparer.Ordinal)])}", IsKey: true));
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && !value.TryGetValue<bool>(out _) ? value.ToString() : null;

    private static string Show(JsonNode? node) => node switch
    {
        null => "nothing",
        JsonObject => "an object",
        JsonArray => "a list",
        _ when node.ToString() is { Length: > 40 } text => $"'{text[..40]}…'",
        _ => $"'{node}'",
    };

    private JsonNode? Ask(string key)
    {
        _known.Add(key);
        return map[key];
    }
}
