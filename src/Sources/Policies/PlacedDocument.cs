using System.Text.Json;
using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies;

/// <summary>A YAML or JSON file as a tree of plain values, which still knows where each of them stands.</summary>
/// <remarks>Numbers keep their spelling. Limits as of <see cref="PolicyFile"/>.</remarks>
public sealed class PlacedDocument
{
    private readonly Node _root;
    private readonly string _file;
    private readonly string _text;

    private PlacedDocument(Node root, JsonObject tree, string file, string text) => (_root, Root, _file, _text) = (root, tree, file, text);

    /// <summary>The tree: objects, lists, texts, numbers, flags, nulls.</summary>
    public JsonObject Root { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">What is wrong with its form; empty with a document.</param>
    /// <returns>The document; null with problems.</returns>
    public static PlacedDocument? Load(string path, out IReadOnlyList<LocatedProblem> problems) =>
        SmallFile.Read(path, out problems) is { } bytes && TextDocument.Decode(bytes, path, out problems) is { } text ? Read(text, path, out problems) : null;

    /// <summary>Reads a text.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="file">The name that problems show.</param>
    /// <param name="problems">What is wrong with its form; empty with a document.</param>
    /// <returns>The document; null with problems.</returns>
    public static PlacedDocument? Read(string text, string file, out IReadOnlyList<LocatedProblem> problems)
    {
        text = text.TrimStart('\uFEFF');
        var list = new ProblemList(file, text);
        var root = TextDocument.Parse(text, file, jsonOnly: false, list);
        JsonObject? tree = null;
        if (root is MapNode map)
        {
            tree = Map(map, list);
        }
        else if (root is not null)
        {
            list.Error(root.Place, "", $"the file is {root.Noun}, where keys and values are needed.");
        }

        problems = list.InOrder();
        return tree is not null && !list.HasErrors ? new(root!, tree, file, text) : null;
    }

    /// <summary>A problem at a path of the document, or where the way to it ends.</summary>
    /// <param name="path">Keys with dots, items in brackets: <c>steps[1].weight</c>.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="atKey">Whether the key is wrong, not its value.</param>
    /// <param name="isWarning">Whether it stops nothing.</param>
    public LocatedProblem At(string path, string message, bool atKey = false, bool isWarning = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        var list = new ProblemList(_file, _text);
        var place = (atKey ? KeyPlace(path) : null) ?? PathPlace.Of(_root, path);
        if (isWarning)
        {
            list.Warn(place, path, message);
        }
        else
        {
            list.Error(place, path, message);
        }

        return list.InOrder()[0];
    }

    private Place? KeyPlace(string path)
    {
        var dot = path.LastIndexOf('.');
        var (parent, key) = dot < 0 ? ("", path) : (path[..dot], path[(dot + 1)..]);
        return (PathPlace.NodeAt(_root, parent) as MapNode)?.Find(key)?.KeyPlace;
    }

    private static JsonObject Map(MapNode map, ProblemList problems)
    {
        var json = new JsonObject();
        foreach (var entry in map.Entries)
        {
            if (json.ContainsKey(entry.Key))
            {
                problems.Error(entry.KeyPlace, entry.Key, $"the key {Words.Shown(entry.Key)} is given twice.");
            }

            json[entry.Key] = Value(entry.Value, problems);
        }

        return json;
    }

    private static JsonNode? Value(Node node, ProblemList problems) => node switch
    {
        MapNode map => Map(map, problems),
        ListNode list => new JsonArray([.. list.Items.Select(i => Value(i, problems))]),
        ScalarNode scalar => Scalar(scalar),
        _ => null,
    };

    private static JsonNode? Scalar(ScalarNode scalar)
    {
        try
        {
            return scalar.Sort switch
            {
                ScalarSort.Nothing => null,
                ScalarSort.Flag => JsonValue.Create(scalar.Text.Equals("true", StringComparison.OrdinalIgnoreCase)),
                ScalarSort.Number => JsonNode.Parse(scalar.Text),
                _ => JsonValue.Create(scalar.Text),
            };
        }
        catch (JsonException)
        {
            // A number that JSON would write otherwise, such as .5 or +1, stays as it is written.
            return JsonValue.Create(scalar.Text);
        }
    }
}
