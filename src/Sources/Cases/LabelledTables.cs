using System.Globalization;
using CanaryJudge.Judging.Backtests;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Cases;

/// <summary>Reads what else a labelled folder may hold: <c>series.csv</c> with single series, <c>multi.csv</c> with tables of many metrics.</summary>
/// <remarks>
/// Both list files by the columns id and file, the second also quiet_from. A series has the columns timestamp, value and label (1: odd), a table
/// timestamp, one column per metric, and label (0 clean, 1 faulty, 2 left out).
/// </remarks>
public static class LabelledTables
{
    private static readonly string[] NeededInIndex = ["id", "file"];
    private static readonly string[] NeededInTable = ["timestamp", "label"];

    /// <summary>The single series of a folder; none without a <c>series.csv</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="problems">The mistakes; with any, the list is not whole.</param>
    public static IReadOnlyList<LabelledValues> Series(string folder, out IReadOnlyList<DataProblem> problems)
    {
        var log = new ProblemLog();
        problems = log.Problems;
        return [.. Listed(folder, "series.csv", log).Select(line => Table(folder, line, log)).OfType<LabelledTable>().Select(t =>
        {
            int[] keep = [.. Enumerable.Range(0, t.Rows.Length).Where(i => double.IsFinite(t.Rows[i][0]))];
            return new LabelledValues(t.Id, [.. keep.Select(i => t.Rows[i][0])], [.. keep.Select(i => t.Labels[i] == 1)]);
        })];
    }

    /// <summary>The tables of a folder; none without a <c>multi.csv</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="problems">The mistakes; with any, the list is not whole.</param>
    public static IReadOnlyList<LabelledTable> Tables(string folder, out IReadOnlyList<DataProblem> problems)
    {
        var log = new ProblemLog();
        problems = log.Problems;
        return [.. Listed(folder, "multi.csv", log).Select(line => Table(folder, line, log)).OfType<LabelledTable>()];
    }

    private static List<Dictionary<string, string>> Listed(string folder, string name, ProblemLog log)
    {
        var file = Path.Combine(folder, name);
        var lines = File.Exists(file) ? Rows(file, log) : [];
        foreach (var missing in lines.Take(1).SelectMany(l => NeededInIndex.Except(l.Keys, StringComparer.Ordinal)))
        {
            log.Add(file, 1, 0, "", $"column '{missing}' is missing; needed: id, file", fatal: true);
        }

        return log.Count == 0 ? lines : [];
    }

    private static LabelledTable? Table(string folder, Dictionary<string, string> line, ProblemLog log)
    {
        var file = Path.Combine(folder, line["file"]);
        var before = log.Count;
        var rows = Rows(file, log);
        if (rows.Count == 0 || log.Count > before)
        {
            return null;
        }

        foreach (var missing in NeededInTable.Except(rows[0].Keys, StringComparer.Ordinal))
        {
            log.Add(file, 1, 0, "", $"column '{missing}' is missing", fatal: true);
        }

        string[] metrics = [.. rows[0].Keys.Where(k => k is not ("timestamp" or "label"))];
        var at = new long[rows.Count];
        var labels = new int[rows.Count];
        var values = new double[rows.Count][];
        for (var i = 0; log.Count == before && i < rows.Count; i++)
        {
            at[i] = Time(rows[i]["timestamp"], file, i, log);
            labels[i] = rows[i]["label"] is "0" or "1" or "2" ? rows[i]["label"][0] - '0' : Bad(rows[i]["label"], "label", "0, 1 or 2", file, i, log);
            values[i] = Array.ConvertAll(metrics, m => Value(rows[i][m], m, file, i, log));
        }

        var quiet = line.GetValueOrDefault("quiet_from") is { Length: > 0 } from ? Time(from, file, -1, log) : (long?)null;
        return log.Count > before ? null : new(line["id"], metrics, at, values, labels, quiet);
    }

    private static double Value(string text, string column, string file, int row, ProblemLog log) => text.Length == 0 ? double.NaN
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : Bad(text, column, "a number", file, row, log);

    private static long Time(string text, string file, int row, ProblemLog log) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (time - DateTimeOffset.UnixEpoch).Ticks * 100
            : Bad(text, "timestamp", "an RFC 3339 time", file, row, log);

    private static int Bad(string text, string column, string wanted, string file, int row, ProblemLog log)
    {
        log.Add(file, row + 2, 0, text, $"{column} '{Words.Shown(text)}' is not {wanted}");
        return 0;
    }

    private static List<Dictionary<string, string>> Rows(string file, ProblemLog log)
    {
        var rows = new List<Dictionary<string, string>>();
        string[] columns = [];
        LabelledCsv.Read(file, log, names => (columns = names ?? []).Length > 0, (_, cell) =>
        {
            rows.Add(columns.Distinct(StringComparer.Ordinal).ToDictionary(c => c, c => cell(c), StringComparer.Ordinal));
            return true;
        });
        return rows;
    }
}
