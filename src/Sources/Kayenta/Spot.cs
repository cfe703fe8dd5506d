using System.Text.Json;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Kayenta;

/// <summary>A value in a document, its path, and where to report that it is wrong.</summary>
/// <param name="Element">The value; undefined when it is missing.</param>
/// <param name="Path">Such as <c>scoreThresholds.pass</c>.</param>
/// <param name="Problems">Takes what is wrong.</param>
internal readonly record struct Spot(JsonElement Element, string Path, List<PolicyProblem> Problems)
{
    public bool IsMissing => Element.ValueKind == JsonValueKind.Undefined;

    public bool IsNothing => Element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsMap => Element.ValueKind == JsonValueKind.Object;

    /// <summary>The value under a key; a missing one also where this is no map.</summary>
    public Spot this[string key] => new(
        IsMap && Element.TryGetProperty(key, out var child) ? child : default,
        Path.Length == 0 ? key : $"{Path}.{key}",
        Problems);

    /// <summary>The items; a problem when this is no list.</summary>
    public IEnumerable<Spot> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            Report($"This must be a list; it is {Noun}.");
            return [];
        }

        var (path, problems) = (Path, Problems);
        return Element.EnumerateArray().Select((e, i) => new Spot(e, $"{path}[{i}]", problems));
    }

    /// <summary>The entries; a problem when this is no map.</summary>
    public IEnumerable<(string Key, Spot Value)> Entries()
    {
        if (!IsMap)
        {
            Report($"This must be an object; it is {Noun}.");
            return [];
        }

        var (path, problems) = (Path, Problems);
        return Element.EnumerateObject().Select(e => (e.Name, new Spot(e.Value, $"{path}.{e.Name}", problems)));
    }

    /// <summary>A text; numbers and flags count as texts, as for Kayenta. Null for null.</summary>
    public string? Text()
    {
        switch (Element.ValueKind)
        {
            case JsonValueKind.String:
                return Element.GetString();
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return Element.GetRawText();
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return null;
            default:
                Report($"This must be a string; it is {Noun}.");
                return null;
        }
    }

    /// <summary>A number, NaN and the infinities as strings; a problem and NaN for anything else.</summary>
    public double Number()
    {
        if (Element.ValueKind == JsonValueKind.Number)
        {
            return Element.GetDouble();
        }

        switch (Element.ValueKind == JsonValueKind.String ? Element.GetString() : null)
        {
            case "NaN":
                return double.NaN;
            case "Infinity":
                return double.PositiveInfinity;
            case "-Infinity":
                return double.NegativeInfinity;
            default:
                Report($"This must be a number, \"NaN\", \"Infinity\" or \"-Infinity\"; it is {Noun}.");
                return double.NaN;
        }
    }

    public void Report(string message) => Problems.Add(new(Path, message));

    /// <summary>What the value is, for messages.</summary>
    public string Noun => Element.ValueKind switch
    {
        JsonValueKind.Undefined => "missing",
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the string \"{Shortened(Element.GetString()!)}\"",
        _ => Shortened(Element.GetRawText()),
    };

    private static string Shortened(string text) => text.Length > 40 ? $"{text[..40]}..." : text;
}
