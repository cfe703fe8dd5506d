using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>True or false.</summary>
internal sealed class FlagShape : Shape<bool>
{
    /// <inheritdoc />
    public override JsonObject Schema() => new() { ["type"] = "boolean" };

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, out bool value)
    {
        var flag = node as ScalarNode;
        value = flag is { Sort: ScalarSort.Flag } && flag.Text.StartsWith("t", StringComparison.OrdinalIgnoreCase);
        return flag is { Sort: ScalarSort.Flag } || Refuse(node, path, problems, $"{path} is {node.Noun}; it must be true or false.{Meant(flag)}");
    }

    private static string Meant(ScalarNode? flag) => flag?.Text.ToLowerInvariant() switch
    {
        "yes" or "on" or "y" or "1" or "true" => " Did you mean true?",
        "no" or "off" or "n" or "0" or "false" => " Did you mean false?",
        _ => "",
    };
}
