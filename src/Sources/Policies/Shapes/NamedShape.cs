using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>A map from names that the user chooses to values of one shape.</summary>
/// <param name="held">What each name holds.</param>
/// <param name="noun">What it maps, for messages: <c>metrics to verdicts</c>.</param>
internal sealed class NamedShape<T>(Shape<T> held, string noun) : Shape<IReadOnlyDictionary<string, T>>
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
            return Refuse(node, path, problems, $"{path} is {node.Noun}; it must be a map of {noun}.");
        }

        var before = problems.Errors;
        var read = new Dictionary<string, T>(StringComparer.Ordinal);
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var inside = $"{path}.{Words.Shown(entry.Key)}";
            if (!lines.TryAdd(entry.Key, entry.KeyPlace.Line))
            {
                problems.Error(entry.KeyPlace, inside, $"{inside} is given twice, first on line {lines[entry.Key]}.");
            }
            else if (held.TryRead(entry.Value, inside, problems, out var one))
            {
                read[entry.Key] = one;
            }
        }

        value = read;
        return problems.Errors == before;
    }
}
