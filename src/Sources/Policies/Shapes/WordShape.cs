using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>One of a few words.</summary>
/// <param name="words">The words and what each means, in the order that messages list them.</param>
internal sealed class WordShape<T>(IReadOnlyList<KeyValuePair<string, T>> words) : Shape<T>
    where T : notnull
{
    private readonly string[] _known = [.. words.Select(w => w.Key)];

    /// <inheritdoc />
    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. _known.Select(k => JsonValue.Create(k))]) };

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out T? value)
    {
        value = default;
        if (node is not ScalarNode { Sort: not ScalarSort.Nothing } scalar)
        {
            return Refuse(node, path, problems, $"{path} is {node.Noun}. Known: {string.Join(", ", _known)}.");
        }

        var index = scalar.Sort == ScalarSort.Text ? Array.IndexOf(_known, scalar.Text) : -1;
        if (index < 0)
        {
            return Refuse(node, path, problems, $"unknown value {scalar.Shown} for {path}. {Words.Hint(scalar.Text, _known)}");
        }

        value = words[index].Value;
        return true;
    }
}
