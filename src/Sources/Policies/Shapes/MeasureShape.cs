using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>A quantile: <c>p99</c>, <c>p99.9</c> or <c>{quantile: 0.99}</c>.</summary>
internal sealed partial class QuantileShape : Shape<Measure.Quantile>
{
    private const string Pattern = @"^p(?!0{1,2}(\.0+)?$)[0-9]{1,2}(\.[0-9]{1,9})?$";

    private static readonly MapShape<Measure.Quantile> s_map = new(
        "a quantile",
        () => new(0.5),
        [
            new Key<Measure.Quantile, double>(
                "quantile", new NumberShape(0, 1, closed: false, "0.99 is p99"), "Between 0 and 1, exclusive.", (m, v) => m with { Q = v }) { Required = true },
        ]);

    /// <inheritdoc />
    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string", ["pattern"] = Pattern }, s_map.Schema()),
    };

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out Measure.Quantile? value)
    {
        if (node is MapNode)
        {
            return s_map.TryRead(node, path, problems, out value);
        }

        value = node is ScalarNode { Sort: ScalarSort.Text } text ? Named(text.Text) : null;
        return value is not null || Refuse(node, path, problems, $"{path} is {node.Noun}. Write a quantile: p99, p99.9 or {{quantile: 0.99}}.");
    }

    /// <summary>The quantile of a name such as <c>p99</c>; null when it is none.</summary>
    public static Measure.Quantile? Named(string text) => Name().IsMatch(text) ? new(Numbers.Hundredth(text.AsSpan(1))) : null;

    [GeneratedRegex(Pattern + "(?!\n)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Name();
}

/// <summary>The effect that is judged: <c>shift</c>, <c>mean</c>, <c>rate</c> or a quantile.</summary>
internal sealed class MeasureShape : Shape<Measure>
{
    private static readonly string[] s_known = ["shift", "mean", "rate", "p99", "p99.9", "{quantile: 0.99}"];
    private readonly QuantileShape _quantile = new();

    /// <inheritdoc />
    public override JsonObject Schema()
    {
        var schema = _quantile.Schema();
        schema["anyOf"]!.AsArray().Insert(0, new JsonObject { ["enum"] = new JsonArray("shift", "mean", "rate") });
        return schema;
    }

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out Measure? value)
    {
        if (node is MapNode)
        {
            var read = _quantile.TryRead(node, path, problems, out var quantile);
            value = quantile;
            return read && value is not null;
        }

        value = node is ScalarNode { Sort: ScalarSort.Text } text ? Named(text.Text) : null;
        return value is not null || Refuse(node, path, problems, Unknown(node, path));
    }

    private static Measure? Named(string text) => text switch
    {
        "shift" => new Measure.Shift(),
        "mean" => new Measure.Mean(),
        "rate" => new Measure.Rate(),
        _ => QuantileShape.Named(text),
    };

    private static string Unknown(Node node, string path) => node is ScalarNode { Sort: ScalarSort.Text } text
        ? $"unknown value {text.Shown} for {path}. {Words.Hint(text.Text, s_known)}"
        : $"{path} is {node.Noun}. Known: {string.Join(", ", s_known)}.";
}
