using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;
using Sylvan.Data.Csv;

namespace CanaryJudge.Sources.Csv;

/// <summary>Reads one row into its series, or notes everything that is wrong with it.</summary>
internal sealed class RowReader(string file, Header header, Arm? fileArm, Dictionary<string, MetricPolicy> policies, SeriesTable table, ProblemLog log)
{
    /// <summary>Between the parts of a key; no name can hold it unescaped, since control characters are refused.</summary>
    private const char Separator = '\u001f';

    private char[] _key = new char[256];
    private int _length;

    /// <summary>Whether a time had no zone.</summary>
    public bool ZoneAssumed { get; private set; }

    /// <summary>Reads the row that the reader stands on.</summary>
    /// <returns>Whether it was good.</returns>
    public bool Read(CsvDataReader csv, long line)
    {
        if (csv.RowFieldCount != header.Names.Length)
        {
            log.Add(file, line, 0, "", $"the row has {csv.RowFieldCount} columns, the header {header.Names.Length}");
            return false;
        }

        for (var i = 0; i < csv.RowFieldCount; i++)
        {
            if (csv.GetFieldSpan(i).Contains('\0'))
            {
                log.Add(file, line, i + 1, "", $"{header.Names[i]} holds NUL bytes: is this a CSV file?");
                return false;
            }
        }

        var good = Time(csv, line, out var time) & ArmOf(csv, line, out var arm);
        if (header.IsWide)
        {
            foreach (var column in header.Others)
            {
                good &= Wide(csv, line, column, good, time, arm);
            }

            return good;
        }

        return Long(csv, line, good, time, arm);
    }

    private bool Wide(CsvDataReader csv, long line, int column, bool good, long time, Arm arm)
    {
        var cell = Cell(csv, column);

        // An empty cell: the source had no value for this time.
        if (cell.IsEmpty)
        {
            return true;
        }

        if (!Number(cell, line, column, out var value) || !good)
        {
            return false;
        }

        Begin(header.Names[column], arm);
        Series(csv, header.Names[column], arm, line).Add(time, value, double.NaN, double.NaN);
        return true;
    }

    private bool Long(CsvDataReader csv, long line, bool good, long time, Arm arm)
    {
        var metric = Cell(csv, header.Metric);
        if (metric.IsEmpty || metric.ContainsAnyInRange('\0', '\u001f'))
        {
            log.Add(file, line, header.Metric + 1, metric, metric.IsEmpty ? "metric is empty" : "metric holds control characters");
            good = false;
        }

        good &= Number(Cell(csv, header.Value), line, header.Value, out var value);
        double total = double.NaN, bound = double.NaN;
        good &= header.Total < 0 || Number(Cell(csv, header.Total), line, header.Total, out total);
        good &= header.BucketBound < 0 || Number(Cell(csv, header.BucketBound), line, header.BucketBound, out bound);
        if (!good)
        {
            return false;
        }

        Begin(metric, arm);
        foreach (var label in header.Others)
        {
            Append(Cell(csv, label), header.Names[label]);
        }

        var series = Find(csv, metric, arm, line, out var cluster);
        if (header.Total >= 0 && !double.IsNaN(total) && !IsEvents(series, value, total, line))
        {
            return false;
        }

        series.Add(time, value, total, bound);
        if (cluster >= 0)
        {
            series.Clusters.Add(Fnv1a(Cell(csv, cluster)));
        }

        return true;
    }

    private bool IsEvents(SeriesRows series, double value, double total, long line)
    {
        var counts = series.Policy?.Kind == "count";
        var problem = double.IsNaN(value) ? null
            : !NumberText.IsCount(value) ? "value must be a whole number of events, at least 0, where there is a total"
            : counts ? (total >= 0 && double.IsFinite(total) ? null : "total, the exposure, must be at least 0")
            : !NumberText.IsCount(total) ? "total must be a whole number, at least 0"
            : value > total ? "value is above total: more events than there were at all"
            : null;
        if (problem is not null)
        {
            log.Add(file, line, header.Value + 1, "", problem);
        }

        return problem is null;
    }

    /// <summary>The series of the row; the cluster's column does not take part in its name.</summary>
    private SeriesRows Find(CsvDataReader csv, ReadOnlySpan<char> metric, Arm arm, long line, out int cluster)
    {
        cluster = -1;
        if (policies.Count > 0 && policies.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(metric, out var policy) && policy.Cluster is { } name)
        {
            cluster = Array.FindIndex(header.Names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
            Begin(metric, arm);
            foreach (var label in header.Others)
            {
                Append(label == cluster ? [] : Cell(csv, label), header.Names[label]);
            }
        }

        return Series(csv, metric, arm, line, cluster);
    }

    private SeriesRows Series(CsvDataReader csv, ReadOnlySpan<char> metric, Arm arm, long line, int cluster = -1)
    {
        var key = _key.AsSpan(0, _length);
        if (table.Find(key) is { } known)
        {
            return known;
        }

        var name = metric.ToString();
        var labels = header.IsWide
            ? []
            : header.Others.Where(l => l != cluster).Select(l => (Key: header.Names[l], Value: Cell(csv, l).ToString())).Where(l => l.Value.Length > 0).ToDictionary(l => l.Key, l => l.Value, StringComparer.Ordinal);
        return table.Add(key, new(name, arm, labels.Count == 0 ? Judging.Model.Series.NoLabels : labels, policies.GetValueOrDefault(name)) { File = file, FirstLine = line });
    }

    private bool Time(CsvDataReader csv, long line, out long time)
    {
        time = SeriesRows.NoTime;
        var cell = header.Time < 0 ? [] : Cell(csv, header.Time);
        if (cell.IsEmpty && !header.IsWide)
        {
            return true;
        }

        if (!TimeText.TryParse(cell, out time, out var zoned))
        {
            log.Add(file, line, header.Time + 1, cell, $"timestamp '{Words.Shown(cell)}' is not a time: write 2026-01-31T14:05:00Z, Unix seconds or Unix milliseconds");
            return false;
        }

        ZoneAssumed |= !zoned;
        return true;
    }

    private bool ArmOf(CsvDataReader csv, long line, out Arm arm)
    {
        var cell = header.Arm < 0 ? [] : Cell(csv, header.Arm);
        var named = header.Arm < 0 ? fileArm : SeriesTable.ArmOf(cell);
        arm = named ?? Arm.Baseline;
        if (named is null)
        {
            log.Add(file, line, header.Arm + 1, cell, $"arm '{Words.Shown(cell)}' is not known: write baseline or canary (control, stable and experiment are taken too)");
        }

        return named is not null;
    }

    private bool Number(ReadOnlySpan<char> cell, long line, int column, out double value)
    {
        if (NumberText.TryParse(cell, out value))
        {
            return true;
        }

        log.Add(file, line, column + 1, cell, NumberText.Complaint(header.Names[column], cell));
        return false;
    }

    private static ReadOnlySpan<char> Cell(CsvDataReader csv, int column) => csv.GetFieldSpan(column).Trim();

    private void Begin(ReadOnlySpan<char> metric, Arm arm)
    {
        _length = 0;
        Append(metric);
        Append(arm == Arm.Baseline ? "b" : "c");
    }

    private void Append(ReadOnlySpan<char> value, string name)
    {
        if (!value.IsEmpty)
        {
            Append(name);
            Append(value);
        }
    }

    private void Append(ReadOnlySpan<char> part)
    {
        if (_length + part.Length + 1 > _key.Length)
        {
            Array.Resize(ref _key, Math.Max(_key.Length * 2, _length + part.Length + 1));
        }

        part.CopyTo(_key.AsSpan(_length));
        _length += part.Length;
        _key[_length++] = Separator;
    }

    /// <summary>A stable 64-bit hash of a key. Source: G. Fowler, L. C. Noll, K.-P. Vo, FNV-1a, IETF draft-eastlake-fnv.</summary>
    private static ulong Fnv1a(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ (byte)c) * 1099511628211UL);
            hash = unchecked((hash ^ (byte)(c >> 8)) * 1099511628211UL);
        }

        return hash;
    }
}
