using System.Globalization;

namespace CanaryJudge.Sources.Policies;

/// <summary>Finds the place of a path such as <c>metrics[1].groups</c> in a document.</summary>
internal static class PathPlace
{
    /// <summary>The place of the value, or of the innermost one on the way that exists.</summary>
    /// <param name="root">The document.</param>
    /// <param name="path">Keys with dots, items in brackets. A key that holds a dot ends the way where it begins.</param>
    public static Place Of(Node root, string path) => NodeAt(root, path).Place;

    /// <summary>The value, or the innermost one on the way that exists.</summary>
    /// <param name="root">The document.</param>
    /// <param name="path">As in <see cref="Of"/>.</param>
    public static Node NodeAt(Node root, string path)
    {
        var node = root;
        foreach (var step in path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = (node, step) switch
            {
                (ListNode list, ['[', .. var index, ']']) => list.Items.ElementAtOrDefault(int.Parse(index, CultureInfo.InvariantCulture)),
                // As in JSON, of keys given twice the last one counts.
                (MapNode map, _) => map.Entries.LastOrDefault(e => e.Key == step)?.Value,
                _ => null,
            };
            if (next is null)
            {
                break;
            }

            node = next;
        }

        return node;
    }
}
