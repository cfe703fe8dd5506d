using System.Text;
using System.Text.Json;

namespace CanaryJudge.Sources.Policies;

/// <summary>Builds the tree of a JSON text (RFC 8259: no comments, no trailing commas).</summary>
internal ref struct JsonTree
{
    private readonly byte[] _bytes;
    private Utf8JsonReader _reader;
    private readonly TextLines _lines;
    private int _seenBytes;
    private int _seenCharacters;
    private long _values;

    private JsonTree(byte[] bytes, TextLines lines)
    {
        _bytes = bytes;
        _lines = lines;
        // One level more than allowed, so that the refusal is ours and says so.
        _reader = new(bytes, new JsonReaderOptions { MaxDepth = DocumentLimits.Depth + 1 });
    }

    /// <summary>The tree.</summary>
    /// <exception cref="DocumentException">The text is no JSON or passes a limit.</exception>
    public static Node Read(string text, TextLines lines)
    {
        var tree = new JsonTree(Encoding.UTF8.GetBytes(text), lines);
        try
        {
            tree._reader.Read();
            var root = tree.Value(1);
            tree._reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            throw new DocumentException(tree.PlaceOf(e), $"not valid JSON: {Sentence(e.Message)}");
        }
        catch (InvalidOperationException)
        {
            throw new DocumentException(tree.Here(), "not valid JSON: half of a surrogate pair stands alone.");
        }
    }

    private readonly Place PlaceOf(JsonException e)
    {
        var line = (int)(e.LineNumber ?? 0);
        var bytes = (int)(e.BytePositionInLine ?? 0);
        var start = 0;
        for (var i = 0; i < line; i++)
        {
            start += _bytes.AsSpan(start).IndexOf((byte)'\n') + 1;
        }

        return _lines.At(Encoding.UTF8.GetCharCount(_bytes.AsSpan(0, Math.Min(start + bytes, _bytes.Length))), 1);
    }

    private static string Sentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var text = (end < 0 ? message : message[..end]).Replace(" Change the reader options.", "", StringComparison.Ordinal).Replace(" which is not supported in this mode", "", StringComparison.Ordinal);
        var said = Words.Shown(text.TrimEnd('.'), 200);
        return $"{char.ToLowerInvariant(said[0])}{said[1..]}.";
    }

    private Node Value(int depth)
    {
        var place = Here();
        if (++_values > DocumentLimits.Values)
        {
            throw DocumentLimits.TooMany(place);
        }

        if (depth > DocumentLimits.Depth)
        {
            throw DocumentLimits.TooDeep(place);
        }

        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => MapOf(place, depth),
            JsonTokenType.StartArray => ListOf(place, depth),
            JsonTokenType.String => new ScalarNode(place, _reader.GetString()!, ScalarSort.Text),
            JsonTokenType.Number => new ScalarNode(place, Encoding.UTF8.GetString(_reader.ValueSpan), ScalarSort.Number),
            JsonTokenType.True => new ScalarNode(place, "true", ScalarSort.Flag),
            JsonTokenType.False => new ScalarNode(place, "false", ScalarSort.Flag),
            _ => new ScalarNode(place, "", ScalarSort.Nothing),
        };
    }

    private ListNode ListOf(Place place, int depth)
    {
        var items = new List<Node>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value(depth + 1));
        }

        return new(place with { Length = 1 }, items);
    }

    private MapNode MapOf(Place place, int depth)
    {
        var entries = new List<MapEntry>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var keyPlace = Here();
            var key = _reader.GetString()!;
            _reader.Read();
            entries.Add(new(keyPlace, key, Value(depth + 1)));
        }

        return new(place with { Length = 1 }, entries);
    }

    /// <summary>The place of the present token. Tokens come in order, so the text is counted through once.</summary>
    private Place Here()
    {
        var start = (int)_reader.TokenStartIndex;
        _seenCharacters += Encoding.UTF8.GetCharCount(_bytes.AsSpan(_seenBytes, start - _seenBytes));
        _seenBytes = start;
        var quotes = _reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0;
        return _lines.At(_seenCharacters, Encoding.UTF8.GetCharCount(_reader.ValueSpan) + quotes);
    }
}
