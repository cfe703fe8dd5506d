using System.Text;

namespace CanaryJudge.Fixtures;

/// <summary>Writes a case as a folder: UTF-8, LF, the same bytes everywhere.</summary>
internal static class CaseWriter
{
    /// <summary>Writes one case into <c>folder/name</c>.</summary>
    /// <param name="folder">The folder of all cases.</param>
    /// <param name="made">The case.</param>
    /// <param name="salt">Added to the seed; empty for the fixtures themselves.</param>
    public static void Write(string folder, Case made, string salt)
    {
        var home = Path.Combine(folder, made.Name);
        Directory.CreateDirectory(home);
        var chance = new Chance(made.Name + salt);
        Row[] rows = [.. made.Data.SelectMany(shape => shape.Rows(chance))];
        if (!made.KeepOrder)
        {
            // Stable, and ordinal is the order of time: one zone, one width up to the milliseconds.
            rows = [.. rows.OrderBy(row => row.Time.TrimEnd('Z'), StringComparer.Ordinal)];
        }

        if (made.Wide)
        {
            foreach (var arm in Row.Arms)
            {
                Save(home, $"{arm}.csv", Wide(rows.Where(row => row.Arm == arm)));
            }
        }
        else
        {
            Save(home, "data.csv", Long(rows, made.StrataBy));
        }

        if (made.Policy.Count > 0)
        {
            Save(home, "policy.yaml", Policy(made));
        }

        Save(home, "expected.yaml", Expected(made));
        Save(home, "README.md", [
            $"- Origin: {made.Origin ?? $"made by `eng/Fixtures`, its seed is the name `{made.Name}`."}",
            $"- Shows: {made.Shows}",
            $"- Right: {made.Verdict}. {made.Why}",
        ]);
    }

    private static IEnumerable<string> Long(Row[] rows, string strataBy)
    {
        (string Name, Func<Row, string> Cell)[] optional = [("total", row => row.Total), ("le", row => row.Le), ("user", row => row.User), (strataBy, row => row.Stratum)];
        var used = Array.FindAll(optional, column => Array.Exists(rows, row => column.Cell(row).Length > 0));
        return rows
            .Select(row => string.Join(',', [row.Time, row.Arm, row.Metric, row.Value, .. used.Select(column => column.Cell(row))]))
            .Prepend(string.Join(',', ["timestamp", "arm", "metric", "value", .. used.Select(column => column.Name)]));
    }

    private static IEnumerable<string> Wide(IEnumerable<Row> rows)
    {
        var all = rows.ToArray();
        string[] metrics = [.. all.Select(row => row.Metric).Distinct(StringComparer.Ordinal)];
        return all.GroupBy(row => row.Time, StringComparer.Ordinal)
            .Select(group => string.Join(',', [group.Key, .. metrics.Select(metric => group.FirstOrDefault(row => row.Metric == metric)?.Value ?? "")]))
            .Prepend(string.Join(',', ["timestamp", .. metrics]));
    }

    private static IEnumerable<string> Policy(Case made) =>
    [
        "apiVersion: canaryjudge/v1",
        "kind: Policy",
        $"name: {made.Name}",
        .. made.Decide.Length > 0 ? [$"decide: {made.Decide}"] : Array.Empty<string>(),
        .. made.Split.Length > 0 ? [$"split: {made.Split}"] : Array.Empty<string>(),
        "metrics:",
        .. made.Policy.Select(metric => $"  - {{{metric}}}"),
    ];

    private static IEnumerable<string> Expected(Case made) =>
    [
        $"verdict: {made.Verdict}",
        .. made.ReasonCode.Length > 0 ? [$"reasonCode: {made.ReasonCode}"] : Array.Empty<string>(),
        .. made.Metrics.Length > 0 ? [$"metrics: {{{made.Metrics}}}"] : Array.Empty<string>(),
        $"why: '{made.Why.Replace("'", "''", StringComparison.Ordinal)}'",
    ];

    private static void Save(string home, string name, IEnumerable<string> lines) =>
        File.WriteAllText(Path.Combine(home, name), string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(false));
}
