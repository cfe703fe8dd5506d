using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CanaryJudge.Sources.Policies;

/// <summary>Builds the tree of a YAML text (the core schema of YAML 1.2, anchors, aliases and <c>&lt;&lt;</c>).</summary>
internal sealed partial class YamlTree
{
    private const int LongestNumber = 400;
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
            throw TabIn(text, lines, e) ?? new DocumentException(lines.At(e.Start.Index, 1), $"not valid YAML: {Sentence(text, e)}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // The scanner has its own bugs on garbage; the user's text is still what is wrong.
            throw new DocumentException(new(1, 1, 1), "not valid YAML.");
        }
    }

    /// <summary>The scanner places a tab's mistake at the map around it; the tab itself is what must be mended.</summary>
    private static DocumentException? TabIn(string text, TextLines lines, YamlException e)
    {
        if (!e.Message.Contains("tab", StringComparison.OrdinalIgnoreCase) && !e.Message.Contains("cannot start any token", StringComparison.Ordinal))
        {
            return null;
        }

        for (var tab = text.IndexOf('\t', StringComparison.Ordinal); tab >= 0; tab = text.IndexOf('\t', tab + 1))
        {
            var place = lines.At(tab, 1);
            var line = lines.Line(place.Line);
            if (line[..(place.Column - 1)].IsWhiteSpace() && !line.IsWhiteSpace())
            {
                return new(place, "not valid YAML: a tab cannot indent; use blanks.");
            }
        }

        return null;
    }

    private static string Sentence(string text, YamlException e)
    {
        if (e.Start.Index < text.Length && text[(int)e.Start.Index] is '%' or '@' or '`' && e.Message.Contains("cannot start any token", StringComparison.Ordinal))
        {
            return $"plain text cannot begin with {text[(int)e.Start.Index]}; put it in quotes.";
        }

        var said = Words.Shown(e.Message.TrimEnd('.').Trim(), 200);
        return said.Length == 0 ? "it cannot be read." : $"{char.ToLowerInvariant(said[0])}{said[1..]}.";
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
            ? new(place, scalar.Value, SortOf(scalar, place))
            : throw new DocumentException(place, "not valid YAML: half of a surrogate pair stands alone.");
    }

    private static ScalarSort SortOf(Scalar scalar, Place place)
    {
        const string Core = "tag:yaml.org,2002:";
        if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific)
        {
            return scalar.Tag.Value switch
            {
                Core + "str" => ScalarSort.Text,
                Core + "int" or Core + "float" or Core + "bool" or Core + "null" => Plain(scalar.Value),
                _ => throw new DocumentException(place, $"tags such as {Words.Shown(scalar.Tag.Value)} mean nothing here."),
            };
        }

        return scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty ? Plain(scalar.Value) : ScalarSort.Text;
    }

    private static ScalarSort Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarSort.Nothing,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarSort.Flag,
        _ => text.Length <= LongestNumber && Number().IsMatch(text) ? ScalarSort.Number : ScalarSort.Text,
    };

    private Place At(ParsingEvent e) => _lines.At(e.Start.Index, e.End.Index - e.Start.Index);

    private Place At(ParsingEvent e, int length) => _lines.At(e.Start.Index, length);

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$|^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
