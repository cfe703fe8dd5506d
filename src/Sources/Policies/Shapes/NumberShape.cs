using System.Globalization;
using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>A number in a range.</summary>
/// <param name="above">The number must be greater than this (or equal, if <paramref name="closed"/>).</param>
/// <param name="below">The number must be less than this (or equal, if <paramref name="closed"/>).</param>
/// <param name="closed">Whether the ends belong to the range.</param>
/// <param name="example">What a good value looks like: <c>0.05 is 5%</c>.</param>
internal sealed class NumberShape(double above, double below, bool closed, string example) : Shape<double>
{
    /// <inheritdoc />
    public override JsonObject Schema() => new()
    {
        ["type"] = "number",
        [closed ? "minimum" : "exclusiveMinimum"] = above,
        [closed ? "maximum" : "exclusiveMaximum"] = below,
    };

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, out double value)
    {
        value = double.NaN;
        if (node is not ScalarNode { Sort: ScalarSort.Number } scalar)
        {
            return Refuse(node, path, problems, $"{path} is {node.Noun}; it must be a number{Bare(node)}.");
        }

        value = Numbers.Parse(scalar.Text);
        return (closed ? value >= above && value <= below : value > above && value < below)
            || Refuse(node, path, problems, $"{path} is {scalar.Shown}; it must {Range()} ({example}).");
    }

    private static string Bare(Node node) =>
        node is ScalarNode { Sort: ScalarSort.Text } text && double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? ", without quotes" : "";

    private string Range() => (closed, below) switch
    {
        (true, _) => $"lie between {above} and {below}",
        (false, >= 1e9) => $"be above {above}",
        _ => $"lie above {above} and below {below}",
    };
}
