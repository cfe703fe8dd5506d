using System.Diagnostics.CodeAnalysis;
using CanaryJudge.AnalysisClient.Traffic.Haproxy;
using CanaryJudge.AnalysisClient.Traffic.Nginx;
using CanaryJudge.AnalysisClient.Traffic.PlugIns;
using CanaryJudge.AnalysisClient.Traffic.Proxies;

namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>The kinds of controllers that come with the client.</summary>
public static class TrafficKinds
{
    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<TrafficKind> All { get; } =
    [
        DryRunController.Kind,
        NginxController.Kind,
        HaproxyController.Kind,
        ProxyController.Kind,
        ExecKind.Kind,
        WebhookKind.Kind,
        GrpcKind.Kind,
    ];

    /// <summary>Finds a kind by its exact name. There is never a default.</summary>
    /// <param name="name">The name a user wrote.</param>
    /// <param name="kind">The kind; null when there is none.</param>
    /// <returns>Whether there is such a kind.</returns>
    public static bool TryFind(string name, [NotNullWhen(true)] out TrafficKind? kind)
    {
        kind = All.FirstOrDefault(k => k.Name == name);
        return kind is not null;
    }

    /// <summary>What is wrong with a kind and its settings, as a rollout file holds them under <c>controller</c>.</summary>
    /// <param name="name">The name a user wrote.</param>
    /// <param name="given">The other keys and values as written.</param>
    /// <returns>All problems at once; none: the kind's <see cref="TrafficKind.Open"/> works.</returns>
    public static IReadOnlyList<TrafficProblem> Problems(string name, IReadOnlyDictionary<string, string> given)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryFind(name, out var kind)
            ? kind.Problems(given)
            : [new("kind", $"Unknown controller '{Spelling.Shown(name)}'. {Spelling.Hint(name, [.. All.Select(k => k.Name)])}")];
    }
}
