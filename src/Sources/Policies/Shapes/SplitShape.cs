using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>How the traffic should be split: <c>5%</c> or <c>{canary: 5%, mismatch: inconclusive}</c>.</summary>
internal sealed class SplitShape : Shape<ExpectedSplit>
{
    private static readonly MapShape<ExpectedSplit> s_map = new(
        "a split",
        () => new(0),
        [
            new Key<ExpectedSplit, double>("canary", new ShareShape(), "The canary's share of the traffic: 5%.", (s, v) => s with { CanaryShare = v }) { Required = true },
            new Key<ExpectedSplit, bool>("mismatch", new WordShape<bool>([new("warn", false), new("inconclusive", true)]), "What another split means: a warning, or that a PASS becomes INCONCLUSIVE.", (s, v) => s with { WithholdsPass = v }) { Default = "warn" },
        ]);

    /// <inheritdoc />
    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(ShareShape.Text(), s_map.Schema()) };

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out ExpectedSplit? value)
    {
        if (node is MapNode)
        {
            return s_map.TryRead(node, path, problems, out value);
        }

        value = ShareShape.Of(node) is { } share ? new(share) : null;
        return value is not null
            || Refuse(node, path, problems, $"{path} is {node.Noun}. Write the canary's share of the traffic, above 0% and below 100%: 5%, or {{canary: 5%, mismatch: inconclusive}}.");
    }

    private sealed class ShareShape : Shape<double>
    {
        public static JsonObject Text() => new() { ["type"] = "string", ["pattern"] = SplitText.Pattern };

        public static double? Of(Node node) => node is ScalarNode { Sort: ScalarSort.Text } text ? SplitText.Parse(text.Text) : null;

        public override JsonObject Schema() => Text();

        public override bool TryRead(Node node, string path, ProblemList problems, out double value)
        {
            var share = Of(node);
            value = share ?? 0;
            return share is not null || Refuse(node, path, problems, $"{path} is {node.Noun}. Write the canary's share of the traffic, above 0% and below 100%: 5%.");
        }
    }
}
