using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>How metrics make a judgement: <c>any</c> or <c>{score: {pass: 95, marginal: 75}}</c>.</summary>
internal sealed class DecideShape : Shape<Decision>
{
    private static readonly MapShape<ScoreRule> s_score = new(
        "a score rule",
        () => new(95, 75),
        [
            new Key<ScoreRule, double>("pass", Percent(), "PASS from this score on.", (s, v) => s with { Pass = v }) { Default = 95 },
            new Key<ScoreRule, double>("marginal", Percent(), "INCONCLUSIVE from this score on, below it FAIL.", (s, v) => s with { Marginal = v }) { Default = 75 },
        ])
    {
        Check = MarginalBelowPass,
    };

    private static readonly MapShape<Decision> s_map = new(
        "a decision",
        () => new(null),
        [new Key<Decision, ScoreRule>("score", s_score, "Decide by the passing share of the weight.", (_, v) => new(v)) { Required = true }]);

    /// <inheritdoc />
    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["const"] = "any" }, s_map.Schema()),
    };

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out Decision? value)
    {
        if (node is MapNode)
        {
            return s_map.TryRead(node, path, problems, out value);
        }

        value = node is ScalarNode { Sort: ScalarSort.Text, Text: "any" } ? new(null) : null;
        return value is not null
            || Refuse(node, path, problems, $"{path} is {node.Noun}. Write any or {{score: {{pass: 95, marginal: 75}}}}.");
    }

    private static NumberShape Percent() => new(0, 100, closed: true, "95 is 95 of 100");

    private static void MarginalBelowPass(ScoreRule rule, ReadMap map, string path, ProblemList problems)
    {
        if (rule.Marginal <= rule.Pass || map.Misread.Count > 0)
        {
            return;
        }

        string Said(string key) => map.Map.Find(key) is null ? $"the default {key}" : key;
        var key = map.Map.Find("marginal") is null ? "pass" : "marginal";
        problems.Error(map.PlaceOf(key), $"{path}.{key}", $"{Said("marginal")} {rule.Marginal} is above {Said("pass")} {rule.Pass}.");
    }
}

/// <summary>How metrics make a judgement.</summary>
/// <param name="Score">The score rule; null: any FAIL fails.</param>
internal sealed record Decision(ScoreRule? Score);
