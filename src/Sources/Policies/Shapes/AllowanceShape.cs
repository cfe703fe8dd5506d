using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>An amount of harm: <c>5%</c>, <c>0.5pp</c> or <c>{relative: 5%, absolute: 20}</c>.</summary>
internal sealed class AllowanceShape : Shape<Allowance>
{
    private static readonly MapShape<Allowance> s_map = new(
        "an amount of harm",
        () => Allowance.None,
        [
            new Key<Allowance, double>("relative", new PercentShape(), "A share of the baseline.", (a, v) => a with { Relative = v }),
            new Key<Allowance, Allowance>("absolute", new AbsoluteShape(), "In the metric's unit, or in points of a share.", (a, v) => a with { Absolute = v.Absolute, InPoints = v.InPoints }),
        ])
    {
        AtLeastOne = true,
    };

    /// <inheritdoc />
    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "string", ["pattern"] = PercentText.Percent },
            new JsonObject { ["type"] = "string", ["pattern"] = PercentText.Points },
            s_map.Schema()),
    };

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out Allowance? value)
    {
        if (node is MapNode)
        {
            return s_map.TryRead(node, path, problems, out value);
        }

        value = node is ScalarNode { Sort: ScalarSort.Text } text ? Short(text.Text) : null;
        return value is not null || Refuse(node, path, problems, $"{path} is {node.Noun}. {Spellings(node)}");
    }

    private static Allowance? Short(string text) =>
        PercentText.PercentOf(text) is { } share ? new(share, null)
        : PercentText.PointsOf(text) is { } points ? new(null, points) { InPoints = true }
        : null;

    private static string Spellings(Node node)
    {
        // TryParse takes NULs at the end for digits.
        var number = node is ScalarNode { Text.Length: <= 12 } scalar && scalar.Text.All(c => char.IsAsciiDigit(c) || c == '.')
            && double.TryParse(scalar.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) ? scalar.Text : null;
        return $"Write {number ?? "5"}% (of the baseline), {number ?? "0.5"}pp (points of a share) or "
            + $"{{relative: {number ?? "5"}%, absolute: {number ?? "20"}}} (absolute in the metric's unit).";
    }

    private sealed class PercentShape : Shape<double>
    {
        public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = PercentText.Percent };

        public override bool TryRead(Node node, string path, ProblemList problems, out double value)
        {
            var share = node is ScalarNode { Sort: ScalarSort.Text } text ? PercentText.PercentOf(text.Text) : null;
            value = share ?? 0;
            return share is not null || Refuse(node, path, problems, $"{path} is {node.Noun}. Write a share of the baseline: 5%.");
        }
    }

    private sealed class AbsoluteShape : Shape<Allowance>
    {
        public override JsonObject Schema() => new()
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1e15 },
                new JsonObject { ["type"] = "string", ["pattern"] = PercentText.Points }),
        };

        public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out Allowance? value)
        {
            value = node switch
            {
                ScalarNode { Sort: ScalarSort.Number } number when Numbers.Parse(number.Text) is >= 0 and <= 1e15 and var amount => new(null, Math.Abs(amount)),
                ScalarNode { Sort: ScalarSort.Text } text when PercentText.PointsOf(text.Text) is { } points => new(null, points) { InPoints = true },
                _ => null,
            };
            return value is not null || Refuse(
                node, path, problems, $"{path} is {node.Noun}. Write a number from 0 to 1e15, in the metric's unit (20), or points of a share (0.5pp).");
        }
    }
}
