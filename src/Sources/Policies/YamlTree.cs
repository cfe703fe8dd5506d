using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CanaryJudge.Sources.Policies;

/// <summary>Builds the tree of a YAML text (the core schema of YAML 1.2, anchors, aliases and <c>&lt;&lt;</c>).</summary>
internal sealed class YamlTree
{
    private readonly Parser _parser;
    private readonly Dictionary<string, Node> _anchors = new(StringComparer.Ordinal);
    private readonly TextLines _lines;
    private long _values;

    private YamlTree(string text, TextLines lines)
    {
        _parser = new(new Scanner(new StringReader(text), skipComments: true));
        _lines = lines;
    }

    /// <summary>The tree; null for a text without a document.</summary>
    /// <exception cref="DocumentException">The text is no YAML, holds several documents or passes a limit.</exception>
    public static Node? Read(string text, TextLines lines)
    {
        try
        {
            return new YamlTree(text, lines).Document();
        }
        catch (YamlException e)
        {
            throw YamlMistake.Of(e, text, lines);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // The scanner has its own bugs on garbage; the user's text is still what is wrong.
            throw new DocumentException(new(1, 1, 1), "not valid YAML.");
        }
    }

    private Node? Document()
    {
        Next<StreamStart>();
        if (_parser.Current is StreamEnd)
        {
            return null;
        }

        Next<DocumentStart>();
        var root = Value(1);
        Next<DocumentEnd>();
        return _parser.Current is StreamEnd
            ? root
            : throw new DocumentException(At(_parser.Current!), "a second document begins here; a file holds one.");
    }

    private void Next<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null)
        {
            _parser.MoveNext();
        }

        if (_parser.Current is not T)
        {
            throw new DocumentException(new(1, 1, 1), "not valid YAML.");
        }

        _parser.MoveNext();
    }

    private Node Value(int depth)
    {
        var current = _parser.Current!;
        if (depth > DocumentLimits.Depth)
        {
            throw DocumentLimits.TooDeep(At(current));
        }

        _parser.MoveNext();
        var node = current switch
        {
            AnchorAlias alias => Followed(alias),
            Scalar scalar => Named(scalar, ScalarOf(scalar)),
            SequenceStart list => Named(list, ListOf(list, depth)),
            MappingStart map => Named(map, MapOf(map, depth)),
            _ => throw new DocumentException(At(current), "not valid YAML."),
        };
        return node;
    }

    private Node Followed(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw new DocumentException(At(alias), $"unknown anchor *{Words.Shown(alias.Value.Value)}.");
        }

        Count(node.Size, At(alias));
        return node;
    }

    private Node Named(NodeEvent e, Node node)
    {
        if (!e.Anchor.IsEmpty)
        {
            _anchors[e.Anchor.Value] = node;
        }

        return node;
    }

    private void Count(long values, Place place)
    {
        _values += values;
        if (_values > DocumentLimits.Values)
        {
            throw DocumentLimits.TooMany(place);
        }
    }

    private ListNode ListOf(SequenceStart start, int depth)
    {
        Count(1, At(start));
        var items = new List<Node>();
        while (_parser.Current is not SequenceEnd)
        {
            items.Add(Value(depth + 1));
        }

        _parser.MoveNext();
        return new(At(start, 1), items);
    }

    private MapNode MapOf(MappingStart start, int depth)
    {
        Count(1, At(start));
        var entries = new List<MapEntry>();
        var merged = new List<MapEntry>();
        while (_parser.Current is not MappingEnd)
        {
            var key = Value(depth + 1);
            var value = Value(depth + 1);
            if (key is not ScalarNode scalar)
            {
                throw new DocumentException(key.Place, $"a key must be text; this one is {key.Noun}.");
            }

            if (scalar.Text == "<<")
            {
                merged.AddRange(Merged(value));
                continue;
            }

            // A value that is not there stands nowhere; its key shows what lacks one.
            entries.Add(new(scalar.Place, scalar.Text, value is ScalarNode { Sort: ScalarSort.Nothing, Text: "" } ? value with { Place = scalar.Place } : value));
        }

        _parser.MoveNext();
        Merge(entries, merged);
        return new(At(start, 1), entries);
    }

    private static IEnumerable<MapEntry> Merged(Node value) => value switch
    {
        MapNode map => map.Entries,
        ListNode list when list.Items.All(i => i is MapNode) => list.Items.Cast<MapNode>().SelectMany(m => m.Entries),
        _ => throw new DocumentException(value.Place, $"<< takes a map or a list of maps; this is {value.Noun}."),
    };

    private static void Merge(List<MapEntry> entries, List<MapEntry> merged)
    {
        var written = entries.Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
        entries.AddRange(merged.Where(e => written.Add(e.Key)));
    }

    private ScalarNode ScalarOf(Scalar scalar)
    {
        var place = At(scalar);
        Count(1, place);
        return Words.LoneSurrogate(scalar.Value) < 0
            ? new(place, scalar.Value, YamlScalar.SortOf(scalar, place))
            : throw new DocumentException(place, "not valid YAML: half of a surrogate pair stands alone.");
    }

    private Place At(ParsingEvent e) => _lines.At(e.Start.Index, e.End.Index - e.Start.Index);

    private Place At(ParsingEvent e, int length) => _lines.At(e.Start.Index, length);
}
