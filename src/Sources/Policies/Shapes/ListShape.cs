using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>A list of values of one shape.</summary>
/// <param name="item">The shape of each.</param>
/// <param name="noun">What one is, for messages: <c>metrics</c>.</param>
/// <param name="ifEmpty">The problem of a list without items; null: a list may be empty.</param>
internal sealed class ListShape<T>(Shape<T> item, string noun, string? ifEmpty = null) : Shape<IReadOnlyList<T>>
{
    /// <inheritdoc />
    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item.Schema() };
        if (ifEmpty is not null)
        {
            schema["minItems"] = 1;
        }

        return schema;
    }

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out IReadOnlyList<T>? value)
    {
        value = null;
        if (node is not ListNode list)
        {
            return Refuse(node, path, problems, $"{path} is {node.Noun}; it must be a list of {noun}.");
        }

        if (list.Items.Count == 0 && ifEmpty is not null)
        {
            return Refuse(node, path, problems, $"{path} is empty; {ifEmpty}");
        }

        var items = new List<T>(list.Items.Count);
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (item.TryRead(list.Items[i], $"{path}[{i}]", problems, out var one))
            {
                items.Add(one);
            }
        }

        value = items;
        return items.Count == list.Items.Count;
    }
}
