using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic.Haproxy;

/// <summary>Which servers of a backend are the canary's and which the baseline's.</summary>
/// <param name="Canary">At least one.</param>
/// <param name="Baseline">At least one.</param>
internal sealed record HaproxyArms(IReadOnlyList<HaproxyServer> Canary, IReadOnlyList<HaproxyServer> Baseline)
{
    /// <summary>The weight in force, as <see cref="ServerWeights.Share(int, int)"/> counts.</summary>
    /// <returns>Null: no server counts.</returns>
    public Weight? InForce => ServerWeights.Share(Canary.Sum(s => s.Counts), Baseline.Sum(s => s.Counts));

    /// <summary>Servers that someone took out.</summary>
    public IEnumerable<string> Out => Canary.Concat(Baseline).Where(s => s.IsOut).Select(s => s.Name);

    /// <summary>A server of an arm that is configured with no weight, so that a static algorithm can give it none; null: there is no such.</summary>
    public string? WithoutConfiguredWeight(bool canary) => (canary ? Canary : Baseline).FirstOrDefault(s => s.Configured == 0)?.Name;

    /// <summary>Sorts the servers of a backend.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="canary">Names, between commas; a star at a name's end stands for anything.</param>
    /// <param name="baseline">Likewise.</param>
    /// <returns>The arms, or why these are none.</returns>
    public static (HaproxyArms? Arms, string? Problem) Of(HaproxyBackend backend, string canary, string baseline)
    {
        var active = backend.Servers.Where(s => !s.IsBackup).ToArray();
        var both = active.Where(s => Matches(s, canary) && Matches(s, baseline)).Select(s => s.Name).ToArray();
        var neither = active.Where(s => !Matches(s, canary) && !Matches(s, baseline) && s.Counts > 0).Select(s => s.Name).ToArray();
        var arms = new HaproxyArms([.. active.Where(s => Matches(s, canary))], [.. active.Where(s => Matches(s, baseline))]);
        var problem = arms.Canary.Count == 0 ? $"has no server '{canary}' for the canary; it has {Names(backend.Servers)}"
            : arms.Baseline.Count == 0 ? $"has no server '{baseline}' for the baseline; it has {Names(backend.Servers)}"
            : both.Length > 0 ? $"has servers that belong to both arms: {string.Join(", ", both)}"
            : neither.Length > 0 ? $"gives traffic to servers of neither arm: {string.Join(", ", neither)}"
            : null;
        return problem is null ? (arms, null) : (null, problem);
    }

    /// <summary>What is wrong with names in a setting; null: nothing. They become part of commands.</summary>
    public static string? Check(string names) =>
        names.Split(',').All(n => n.Length > 0 && n.TrimEnd('*').Length >= n.Length - 1 && n.TrimEnd('*').All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':'))
            ? null
            : "Servers are names of letters, digits and - _ . : with commas between; a star at the end of a name stands for anything.";

    private static bool Matches(HaproxyServer server, string names) => Array.Exists(names.Split(','), n =>
        n.EndsWith('*') ? server.Name.StartsWith(n[..^1], StringComparison.Ordinal) : server.Name == n);

    private static string Names(IEnumerable<HaproxyServer> servers) => string.Join(", ", servers.Select(s => s.Name));
}
