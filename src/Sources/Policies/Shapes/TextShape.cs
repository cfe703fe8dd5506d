using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>A text on one line (or, if so wanted, on several).</summary>
internal sealed class TextShape(int least, int most, bool lines = false) : Shape<string>
{
    /// <inheritdoc />
    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "string", ["maxLength"] = most };
        if (least > 0)
        {
            schema["minLength"] = least;
        }

        if (!lines)
        {
            schema["pattern"] = @"^[^\u0000-\u001F\u007F-\u009F]*$";
        }

        return schema;
    }

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out string? value)
    {
        value = node is ScalarNode { Sort: ScalarSort.Text } text ? text.Text : null;
        return value is null
            ? Refuse(node, path, problems, $"{path} is {node.Noun}; it must be text{Quoted(node)}.")
            : Fits(node, path, problems, value);
    }

    private bool Fits(Node node, string path, ProblemList problems, string value)
    {
        var length = Characters(value);
        return length < least ? Refuse(node, path, problems, $"{path} is empty.")
            : length > most ? Refuse(node, path, problems, $"{path} has {length} characters; at most {most} are allowed.")
            : lines || !value.Any(char.IsControl) || Refuse(node, path, problems, $"{path} holds a line break or a control character.");
    }

    /// <summary>Code points, as JSON Schema counts.</summary>
    private static int Characters(string value) => value.Length - value.Where((c, i) => i > 0 && char.IsSurrogatePair(value[i - 1], c)).Count();

    private static string Quoted(Node node) =>
        node is ScalarNode { Sort: ScalarSort.Number or ScalarSort.Flag } scalar ? $". Write \"{scalar.Shown}\"" : "";
}
