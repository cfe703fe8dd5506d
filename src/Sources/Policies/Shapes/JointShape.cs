using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>Whether metrics are looked at together: <c>guard</c> or <c>{mode: guard, method: pca}</c>.</summary>
internal sealed class JointShape : Shape<JointPolicy>
{
    private static readonly WordShape<JointMode> s_mode = new([new("warn", JointMode.Warn), new("off", JointMode.Off), new("guard", JointMode.Guard)]);

    private static readonly MapShape<JointPolicy> s_map = new(
        "a joint check",
        () => new(),
        [
            new Key<JointPolicy, JointMode>("mode", s_mode, "What a joint anomaly means: a warning, nothing, or a FAIL at its own share of the error budget.", (j, v) => j with { Mode = v }) { Default = "warn" },
            new Key<JointPolicy, string>("method", new WordShape<string>([.. JointPolicy.Methods.Select(m => KeyValuePair.Create(m, m))]), "How strangeness is measured: distance from the usual relations, or a principal subspace.", (j, v) => j with { Method = v }) { Default = JointPolicy.Distance },
        ]);

    /// <inheritdoc />
    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(s_mode.Schema(), s_map.Schema()) };

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out JointPolicy? value)
    {
        if (node is MapNode)
        {
            return s_map.TryRead(node, path, problems, out value);
        }

        var read = s_mode.TryRead(node, path, problems, out var mode);
        value = read ? new(mode) : null;
        return read;
    }
}
