using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>A map whose keys are the user's own names.</summary>
/// <param name="value">The shape of each value.</param>
/// <param name="noun">What it is, for messages.</param>
internal sealed class NamesShape<T>(Shape<T> value, string noun) : Shape<IReadOnlyDictionary<string, T>>
    where T : notnull
{
    /// <inheritdoc />
    public override JsonObject Schema() => new() { ["type"] = "object", ["additionalProperties"] = value.Schema() };

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out IReadOnlyDictionary<string, T>? values)
    {
        values = null;
        if (node is not MapNode map)
        {
            return Refuse(node, path, problems, $"{path} is {node.Noun}; it must be a map of {noun}.");
        }

        var read = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var inside = $"{path}.{Words.Shown(entry.Key)}";
            if (value.TryRead(entry.Value, inside, problems, out var one) && !read.TryAdd(entry.Key, one))
            {
                problems.Error(entry.KeyPlace, inside, $"{inside} is given twice.");
            }
        }

        values = read;
        return true;
    }
}
