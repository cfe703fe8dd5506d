using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Csv;

/// <summary>Which column of a file holds what. Numbers are positions from 0; −1: there is none.</summary>
internal sealed record Header
{
    private static readonly string[] Known = ["timestamp", "time", "arm", "metric", "value", "total", "le"];

    public required string[] Names { get; init; }

    public int Time { get; private init; } = -1;

    public int Arm { get; private init; } = -1;

    public int Metric { get; private init; } = -1;

    public int Value { get; private init; } = -1;

    public int Total { get; private init; } = -1;

    public int BucketBound { get; private init; } = -1;

    /// <summary>The columns that are labels (long) or metrics (wide).</summary>
    public int[] Others { get; private init; } = [];

    /// <summary>One column per metric, as dashboards export.</summary>
    public bool IsWide { get; private init; }

    /// <summary>Reads a header; notes what is missing.</summary>
    /// <param name="file">For the messages.</param>
    /// <param name="line">The line of the header.</param>
    /// <param name="names">The first row, trimmed.</param>
    /// <param name="arm">The arm of the whole file; null: a column must name it.</param>
    /// <param name="log">Takes the mistakes.</param>
    /// <returns>Null when the file cannot be read with it.</returns>
    public static Header? Read(string file, long line, string[] names, Arm? arm, ProblemLog log)
    {
        if (names.Length == 1 && names[0].AsSpan().IndexOfAny(';', '\t', '|') is var at and >= 0)
        {
            var separator = names[0][at] switch { ';' => "semicolons", '\t' => "tabs", _ => "bars" };
            log.Add(file, line, 1, names[0], $"columns are separated by {separator}: separate them by commas, and write decimals with a point", fatal: true);
            return null;
        }

        // A metric of a wide file may well be named 404.
        var data = names.Intersect(Known, StringComparer.OrdinalIgnoreCase).Any() ? -1 : Array.FindIndex(names, IsData);
        if (data >= 0)
        {
            log.Add(file, line, data + 1, names[data], $"'{Words.Shown(names[data])}' is data, not the name of a column: the first line is a header such as timestamp,arm,metric,value", fatal: true);
            return null;
        }

        int Position(params string[] words) => Array.FindIndex(names, n => words.Contains(n, StringComparer.OrdinalIgnoreCase));
        var header = new Header
        {
            Names = names,
            IsWide = IsWideHeader(names) || (arm is not null && IsOneMetric(names)),
            Time = Position("timestamp", "time"),
            Arm = Position("arm"),
            Metric = Position("metric"),
            Value = Position("value"),
            Total = Position("total"),
            BucketBound = Position("le"),
        };
        int[] taken = [header.Time, header.Arm, .. header.IsWide ? [] : new[] { header.Metric, header.Value, header.Total, header.BucketBound }];
        header = header with { Others = [.. Enumerable.Range(0, names.Length).Except(taken)] };

        var unnamed = Array.FindIndex(names, n => n.Length == 0 || n.Any(char.IsControl));
        if (unnamed >= 0)
        {
            log.Add(file, line, unnamed + 1, names[unnamed], names[unnamed].Length == 0
                ? $"column {unnamed + 1} has no name: name it, or leave it out (pandas: to_csv(index=False))"
                : $"the name of column {unnamed + 1}, '{Words.Shown(names[unnamed])}', holds control characters", fatal: true);
            return null;
        }

        var twice = names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            log.Add(file, line, Array.FindLastIndex(names, n => n.Equals(twice.Key, StringComparison.OrdinalIgnoreCase)) + 1, twice.Key, $"two columns are named '{Words.Shown(twice.Key)}'", fatal: true);
            return null;
        }

        if (names.Contains("timestamp", StringComparer.OrdinalIgnoreCase) && names.Contains("time", StringComparer.OrdinalIgnoreCase))
        {
            log.Add(file, line, Array.FindIndex(names, n => n.Equals("time", StringComparison.OrdinalIgnoreCase)) + 1, "time", "two columns hold the time: 'timestamp' and 'time'", fatal: true);
            return null;
        }

        string[] missing =
        [
            .. header.IsWide ? Array.Empty<string>() : [.. Missing(header.Metric, "metric"), .. Missing(header.Value, "value")],
            .. arm is null ? Missing(header.Arm, "arm") : [],
            .. header.IsWide ? Missing(header.Time, "timestamp") : [],
        ];
        foreach (var column in missing)
        {
            log.Add(file, line, 0, "", $"column '{column}' is missing{Nearest(column, names)}; found: {Words.Shown(string.Join(", ", names))}. The header is timestamp,arm,metric,value[,total]", fatal: true);
        }

        if (missing.Length == 0 && header.IsWide && header.Others.Length == 0)
        {
            log.Add(file, line, 0, "", "there is no column for a metric", fatal: true);
            return null;
        }

        return missing.Length == 0 ? header : null;
    }

    /// <summary>A misspelt <c>metric</c> is a mistake in a long file, not the first metric of a wide one.</summary>
    private static bool IsWideHeader(string[] names) =>
        Array.TrueForAll(["metric", "value"], k => !names.Contains(k, StringComparer.OrdinalIgnoreCase) && Nearest(k, names).Length == 0);

    /// <summary>Times and values of one arm, and no word of a metric: then it is called <c>value</c>.</summary>
    private static bool IsOneMetric(string[] names) =>
        names.Contains("value", StringComparer.OrdinalIgnoreCase)
        && Array.TrueForAll(["metric", "total", "le"], k => !names.Contains(k, StringComparer.OrdinalIgnoreCase))
        && Nearest("metric", names).Length == 0;

    private static bool IsData(string name) => name.Length > 0 && (char.IsAsciiDigit(name[0]) || name[0] is '-' or '+' or '.')
        && (NumberText.TryParse(name, out _) || TimeText.TryParse(name, out _, out _));

    private static string[] Missing(int position, string name) => position < 0 ? [name] : [];

    private static string Nearest(string column, string[] names) =>
        Words.Nearest(column, [.. names.Where(n => !Known.Contains(n, StringComparer.OrdinalIgnoreCase))]) is { } near ? $" (is '{Words.Shown(near)}' meant?)" : "";
}
