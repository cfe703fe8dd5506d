using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Cases;

/// <summary>Reads the <c>index.csv</c> of a folder of labelled pairs.</summary>
/// <remarks>Columns: id, baseline_file, canary_file, main_metric, kind, direction, label (pass or fail); construction, exchangeable and strength if known.</remarks>
public static class LabelledIndex
{
    private static readonly string[] Needed = ["id", "baseline_file", "canary_file", "main_metric", "kind", "direction", "label"];

    /// <summary>Reads the pairs of a folder.</summary>
    /// <param name="folder">The folder that holds <c>index.csv</c>.</param>
    /// <param name="problems">The mistakes; with any, the list is not whole.</param>
    public static IReadOnlyList<LabelledPair> Read(string folder, out IReadOnlyList<DataProblem> problems)
    {
        var file = Path.Combine(folder, "index.csv");
        var log = new ProblemLog();
        var pairs = new List<LabelledPair>();
        problems = log.Problems;
        LabelledCsv.Read(file, log, HasAll, (line, cell) =>
        {
            if (Pair(folder, file, line, cell, log) is { } pair)
            {
                pairs.Add(pair);
            }

            return log.Count == 0;
        }, " A labelled folder has an index.csv.");
        return pairs;

        bool HasAll(string[]? names)
        {
            if (names is null)
            {
                log.Add(file, 0, 0, "", "is empty", fatal: true);
                return false;
            }

            foreach (var missing in Needed.Except(names, StringComparer.Ordinal))
            {
                log.Add(file, 1, 0, "", $"column '{missing}' is missing; needed: {string.Join(", ", Needed)}", fatal: true);
            }

            return log.Count == 0;
        }
    }

    private static LabelledPair? Pair(string folder, string file, long line, LabelledCsv.Cell cell, ProblemLog log)
    {
        string Known(string column, params string[] words)
        {
            if (!words.Contains(cell(column), StringComparer.Ordinal))
            {
                log.Add(file, line, 0, cell(column), $"{column} '{Words.Shown(cell(column))}' is not known. {Words.Hint(cell(column), words)}");
            }

            return cell(column);
        }

        var before = log.Count;
        var kind = Known("kind", [.. MetricKinds.All.Names]);
        var direction = Known("direction", "increase", "decrease", "either");
        var label = Known("label", "pass", "fail");
        return log.Count > before
            ? null
            : new()
            {
                Id = cell("id"),
                BaselinePath = Path.Combine(folder, cell("baseline_file")),
                CanaryPath = Path.Combine(folder, cell("canary_file")),
                Metric = cell("main_metric"),
                Kind = kind,
                Direction = Enum.Parse<Direction>(direction, ignoreCase: true),
                IsFault = label == "fail",
                Construction = cell("construction"),
                Exchangeable = cell("exchangeable"),
                Strength = cell("strength"),
            };
    }
}
