using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Csv;

/// <summary>What the columns of a file are. Names of our own columns are read in any case.</summary>
internal sealed record Header
{
    private const string Example = "timestamp,arm,metric,value";

    /// <summary>All names, as written.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The column of times.</summary>
    public int Time { get; init; } = -1;

    /// <summary>The column of arms; below 0: none, the file is of one arm.</summary>
    public int Arm { get; init; } = -1;

    /// <summary>The column of metrics; below 0: the file is wide, each other column is a metric.</summary>
    public int Metric { get; init; } = -1;

    /// <summary>The column of values.</summary>
    public int Value { get; init; } = -1;

    /// <summary>The column of totals; below 0: none.</summary>
    public int Total { get; init; } = -1;

    /// <summary>The column of upper bounds; below 0: none.</summary>
    public int Bound { get; init; } = -1;

    /// <summary>The columns that are labels (or metrics, of a wide file), keys of clusters left out.</summary>
    public IReadOnlyList<int> Others { get; init; } = [];

    /// <summary>The column of that name; below 0: none. Case matters unless only one differs in nothing else.</summary>
    public int Find(string name)
    {
        var exact = Names.ToList().IndexOf(name);
        return exact >= 0 ? exact : Names.ToList().FindIndex(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Reads the header, the record that the reader stands at.</summary>
    /// <param name="records">The reader.</param>
    /// <param name="arm">The file's arm; null: a column must say it.</param>
    /// <exception cref="DataRefusedException">It is no header of data.</exception>
    public static Header Of(RecordReader records, Arm? arm)
    {
        var names = NamesOf(records);
        int At(params string[] aliases) => names.FindIndex(n => aliases.Contains(n, StringComparer.OrdinalIgnoreCase));

        var header = new Header
        {
            Names = names,
            Time = At("timestamp", "time"),
            Arm = At("arm"),
            Metric = At("metric"),
            Value = At("value"),
            Total = At("total"),
            Bound = At("le"),
        };
        header = header.IsWide(arm) ? header with { Arm = -1, Value = -1, Total = -1, Bound = -1 } : header;
        header.Require(records, arm);
        int[] known = [header.Time, header.Arm, header.Metric, header.Value, header.Total, header.Bound];
        return header with { Others = [.. Enumerable.Range(0, names.Count).Except(known)] };
    }

    /// <summary>The problem of an empty file.</summary>
    public static DataProblem Missing(string file) => new(file, 0, 0, "", $"the file is empty: expected a header such as {Example}.");

    private static List<string> NamesOf(RecordReader records)
    {
        if (records.IsGarbled)
        {
            throw new DataRefusedException(records.Problem("the header is not valid UTF-8; save the file as UTF-8."));
        }

        var names = Enumerable.Range(0, records.Count).Select(i => records[i].Trim().ToString()).ToList();
        RequireCommas(records, names);
        RequireNames(records, names);
        return names;
    }

    private static void RequireCommas(RecordReader records, List<string> names)
    {
        if (names.Count == 1 && names[0].IndexOfAny([';', '\t', '|']) is >= 0 and var at)
        {
            var mark = names[0][at] == '\t' ? "tabs" : $"\"{names[0][at]}\"";
            throw new DataRefusedException(records.Problem(0, $"the columns are separated by {mark}; separate them by commas, and write numbers with a point."));
        }
    }

    private static void RequireNames(RecordReader records, List<string> names)
    {
        if (TimeText.TryRead(names[0].Length == 0 ? "?" : names[0], out _, out _) || names.TrueForAll(n => NumberText.TryRead(n.Length == 0 ? "?" : n, out _)))
        {
            throw new DataRefusedException(records.Problem(0, $"the file has no header: expected one such as {Example}."));
        }

        for (var i = 0; i < names.Count; i++)
        {
            var first = names.FindIndex(n => n.Equals(names[i], StringComparison.OrdinalIgnoreCase));
            if (names[i].Length == 0)
            {
                throw new DataRefusedException(records.Problem(i, $"column {i + 1} has no name."));
            }

            if (names.IndexOf(names[i]) < i || (first < i && IsOurs(names[i])))
            {
                throw new DataRefusedException(records.Problem(i, $"column {Words.Shown(names[i])} is given twice."));
            }
        }
    }

    private static bool IsOurs(string name) =>
        name.ToUpperInvariant() is "TIMESTAMP" or "TIME" or "ARM" or "METRIC" or "VALUE" or "TOTAL" or "LE";

    /// <summary>A file of a pair is wide unless it has a column of metrics, or one of values and what may be a slip of that.</summary>
    private bool IsWide(Arm? arm) => arm is not null && Metric < 0 && (Value < 0 || Words.Nearest("metric", Names) is null) && (Arm < 0 || Value < 0);

    private void Require(RecordReader records, Arm? arm)
    {
        if (Time < 0)
        {
            throw Lacks(records, "timestamp", "");
        }

        if (Metric < 0 && Value < 0 && arm is not null)
        {
            return;
        }

        if (Arm < 0 && arm is null)
        {
            throw Lacks(records, "arm", Metric < 0 ? " A file of one arm is one of a pair: baseline.csv and canary.csv." : "");
        }

        if (Metric < 0 || Value < 0)
        {
            throw Lacks(records, Metric < 0 ? "metric" : "value", "");
        }
    }

    private DataRefusedException Lacks(RecordReader records, string column, string hint)
    {
        var near = Words.Nearest(column, Names.Where(n => !IsOurs(n)));
        var meant = near is null ? "" : $" Is {Words.Shown(near)} meant?";
        return new(records.Problem($"column {column} is missing.{meant} Found: {Words.Shown(string.Join(", ", Names))}.{hint}"));
    }
}
