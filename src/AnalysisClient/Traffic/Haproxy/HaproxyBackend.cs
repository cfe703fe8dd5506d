using System.Globalization;

namespace CanaryJudge.AnalysisClient.Traffic.Haproxy;

/// <summary>A backend as HAProxy runs it now.</summary>
/// <param name="Algorithm">How it balances: <c>roundrobin</c>, <c>static-rr</c>, <c>source</c>, …</param>
/// <param name="Servers">Its servers, in its order.</param>
internal sealed record HaproxyBackend(string Algorithm, IReadOnlyList<HaproxyServer> Servers)
{
    /// <summary>Whether only nothing and everything can be had, as far as the algorithm's name tells; of a hash it does not.</summary>
    public bool IsAllOrNothing => Algorithm is "static-rr" or "first";

    /// <summary>The commands that show it.</summary>
    public static string Commands(string name) => $"show servers state {name};show stat {name} 6 -1";

    /// <summary>Reads the answer.</summary>
    /// <returns>Null: it is something else, for instance a refusal.</returns>
    public static HaproxyBackend? Parse(string answer)
    {
        var lines = answer.Split('\n');
        var states = Rows(lines, "# be_id ", ' ');
        var stats = Rows(lines, "# pxname,", ',');
        if (stats.Find(r => r.GetValueOrDefault("svname") == "BACKEND")?.GetValueOrDefault("algo") is not { Length: > 0 } algorithm)
        {
            return null;
        }

        var backups = stats.Where(r => r.GetValueOrDefault("bck") == "1").Select(r => r.GetValueOrDefault("svname", "")).ToHashSet(StringComparer.Ordinal);
        var servers = states.Select(r => Server(r, backups)).ToArray();
        return servers.Length > 0 && Array.TrueForAll(servers, s => s is not null) ? new(algorithm, servers!) : null;
    }

    private static HaproxyServer? Server(Dictionary<string, string> row, HashSet<string> backups) =>
        row.TryGetValue("srv_name", out var name) && Number(row, "srv_uweight") is <= ServerWeights.Largest and var weight && Number(row, "srv_iweight") is <= ServerWeights.Largest and var configured && Number(row, "srv_admin_state") is { } admin
            ? new(name, weight, configured, admin != 0, backups.Contains(name))
            : null;

    private static int? Number(Dictionary<string, string> row, string column) =>
        int.TryParse(row.GetValueOrDefault(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The rows of a table by the names of its header; it ends with an empty line.</summary>
    private static List<Dictionary<string, string>> Rows(string[] lines, string header, char between)
    {
        var at = Array.FindIndex(lines, l => l.StartsWith(header, StringComparison.Ordinal));
        if (at < 0)
        {
            return [];
        }

        // The last column of a table may be followed by a separator.
        var names = lines[at]["# ".Length..].Split(between);
        return [.. lines.Skip(at + 1).TakeWhile(l => l.Length > 0).Select(l => Row(names, l.Split(between)))];
    }

    private static Dictionary<string, string> Row(string[] names, string[] cells)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, cell) in names.Zip(cells))
        {
            row[name] = cell;
        }

        return row;
    }
}
