using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>A map from names that the user chooses to values of one shape.</summary>
/// <param name="held">What each name holds.</param>
internal sealed class NamedShape<T>(Shape<T> held) : Shape<IReadOnlyDictionary<string, T>>
    where T : notnull
{
    /// <inheritdoc />
    public override JsonObject Schema() => new() { ["type"] = "object", ["additionalProperties"] = held.Schema() };

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out IReadOnlyDictionary<string, T>? value)
    {
        value = null;
        if (node is not MapNode map)
        {
            return Refuse(node, path, problems, $"{path} is {node.Noun}; it must be a map of names.");
        }

        var good = true;
        var read = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var inside = $"{path}.{Words.Shown(entry.Key)}";
            if (!held.TryRead(entry.Value, inside, problems, out var one))
            {
                good = false;
            }
            else if (!read.TryAdd(entry.Key, one))
            {
                problems.Error(entry.KeyPlace, inside, $"{inside} is given twice.");
                good = false;
            }
        }

        value = read;
        return good;
    }
}
