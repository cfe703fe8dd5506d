using System.Runtime.InteropServices;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;
using Sylvan.Data.Csv;

namespace CanaryJudge.Sources.Csv;

/// <summary>Reads the cells of one row, or notes everything that is wrong with them; a row is taken whole or not at all.</summary>
internal sealed class RowReader(string file, Header header, Arm? fileArm, Dictionary<string, MetricPolicy> policies, ProblemLog log)
{
    private readonly Dictionary<string, FileMetric> _metrics = new(StringComparer.Ordinal);
    private readonly double[] _cells = new double[header.IsWide ? header.Others.Length : 0];
    private readonly FileMetric?[] _wide = new FileMetric?[header.IsWide ? header.Others.Length : 0];
    private readonly TimeCells _times = new();
    private FileMetric? _lastMetric;
    private readonly List<FileSeries> _series = [];
    private char[] _key = new char[256];
    private int _length;
    private Row[] _rows = new Row[16];
    private int _count;

    /// <summary>What was read since it was cleared; of a wide row one for each metric.</summary>
    public ReadOnlySpan<Row> Rows => _rows.AsSpan(0, _count);

    /// <summary>The series that were met so far.</summary>
    public ReadOnlySpan<FileSeries> Series => CollectionsMarshal.AsSpan(_series);

    /// <summary>Whether a time had no zone.</summary>
    public bool ZoneAssumed { get; private set; }

    /// <summary>Whether reading on makes no sense.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Reads the row that the reader stands on.</summary>
    /// <returns>Whether it was good.</returns>
    public bool Read(CsvDataReader csv, long line)
    {
        if (csv.RowFieldCount != header.Names.Length)
        {
            var hint = csv.RowFieldCount == header.Names.Length + 1 ? ": a comma in a value needs quotes, and decimals are written with a point" : "";
            log.Add(file, line, 0, "", $"the row has {csv.RowFieldCount} columns, the header {header.Names.Length}{hint}");
            return false;
        }

        var good = Time(csv, line, out var time) & ArmOf(csv, line, out var arm);
        return header.IsWide ? Wide(csv, line, good, time, arm) : Long(csv, line, good, time, arm);
    }

    /// <summary>Forgets the rows that were taken.</summary>
    public void Clear() => _count = 0;

    private void Add(FileSeries series, long time, double value, double total, double bound, ulong cluster, long line)
    {
        if (_count == _rows.Length)
        {
            Array.Resize(ref _rows, 2 * _count);
        }

        ref var row = ref _rows[_count++];
        row.Series = series.Number;
        row.Time = time;
        row.Value = value;
        row.Total = total;
        row.Bound = bound;
        row.Cluster = cluster;
        row.Line = line;
    }

    private bool Wide(CsvDataReader csv, long line, bool good, long time, Arm arm)
    {
        for (var i = 0; i < header.Others.Length; i++)
        {
            good &= Number(Cell(csv, header.Others[i]), line, header.Others[i], out _cells[i]);
        }

        if (!good)
        {
            return false;
        }

        for (var i = 0; i < header.Others.Length; i++)
        {
            _wide[i] ??= NewMetric(header.Names[header.Others[i]], line);
            good &= _wide[i] is { } metric && Fits(metric, line, header.Others[i], _cells[i], double.NaN, double.NaN);
        }

        for (var i = 0; i < header.Others.Length && good; i++)
        {
            // An empty cell: the source had no value for this time.
            if (!double.IsNaN(_cells[i]) || !Cell(csv, header.Others[i]).IsEmpty)
            {
                Add(SeriesOf(csv, _wide[i]!, arm), time, _cells[i], double.NaN, double.NaN, 0, line);
            }
        }

        return good;
    }

    private bool Long(CsvDataReader csv, long line, bool good, long time, Arm arm)
    {
        var name = Cell(csv, header.Metric);
        var metric = _lastMetric is { } last && name.SequenceEqual(last.Name) ? last : null;
        if (metric is null && (name.IsEmpty || name.ContainsAnyInRange('\0', '\u001f')))
        {
            log.Add(file, line, header.Metric + 1, name, name.IsEmpty ? "metric is empty" : $"metric '{Words.Shown(name)}' holds control characters");
            good = false;
        }

        // The reader unescapes into one scratch space: a span of one cell is gone when the next one is asked for.
        metric ??= good ? Metric(name, line) : null;
        double total = double.NaN, bound = double.NaN;
        good &= Number(Cell(csv, header.Value), line, header.Value, out var value);
        good &= header.Total < 0 || Number(Cell(csv, header.Total), line, header.Total, out total);
        good &= header.BucketBound < 0 || Number(Cell(csv, header.BucketBound), line, header.BucketBound, out bound);
        if (metric is null || !good || !Fits(metric, line, header.Value, value, total, bound) || !Cluster(csv, metric, line, out var cluster))
        {
            return false;
        }

        Key(csv, metric);
        Add(SeriesOf(csv, metric, arm), time, value, total, bound, cluster, line);
        return true;
    }

    /// <summary>What the row's numbers must be by their columns and by the policy.</summary>
    private bool Fits(FileMetric metric, long line, int column, double value, double total, double bound)
    {
        var kind = metric.Policy?.Kind;
        var hasTotal = !double.IsNaN(total);
        (int Column, string Message)? problem =
            kind == "count" && !double.IsNaN(value) && !NumberText.IsCount(value) ? (column, $"{metric.Name} is of kind count, but holds {Text(value)}: events are whole and not negative")
            : hasTotal && !double.IsNaN(value) && !NumberText.IsCount(value) ? (column, "value must be a whole number of events, at least 0, where there is a total")
            : hasTotal && kind == "count" && !(total >= 0 && double.IsFinite(total)) ? (header.Total, "total, the exposure, must be at least 0 and finite")
            : hasTotal && kind != "count" && !NumberText.IsCount(total) ? (header.Total, "total must be a whole number, at least 0")
            : hasTotal && kind != "count" && value > total ? (column, $"value {Text(value)} is above total {Text(total)}: more events than there were at all")
            : !double.IsNaN(bound) && !double.IsNaN(value) && !NumberText.IsCount(value) ? (column, "value must be a whole number, at least 0, where there is an le: the count up to le")
            : double.IsNegativeInfinity(bound) ? (header.BucketBound, "le must be a number or +Inf")
            : null;
        if (problem is var (at, message))
        {
            log.Add(file, line, at + 1, Text(at == header.Total ? total : at == header.BucketBound ? bound : value), message);
        }

        return problem is null;
    }

    private bool Cluster(CsvDataReader csv, FileMetric metric, long line, out ulong key)
    {
        key = 0;
        if (metric.Cluster < 0)
        {
            return true;
        }

        var cell = Cell(csv, metric.Cluster);
        if (cell.IsEmpty)
        {
            log.Add(file, line, metric.Cluster + 1, "", $"{header.Names[metric.Cluster]} is empty: the policy clusters {metric.Name} by it");
            return false;
        }

        key = Fnv1a(cell);
        return true;
    }

    private FileMetric? Metric(ReadOnlySpan<char> name, long line) =>
        _lastMetric = _metrics.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var known) ? known : NewMetric(name.ToString(), line);

    private FileMetric? NewMetric(string name, long line)
    {
        var policy = policies.GetValueOrDefault(name);
        var labels = header.IsWide ? [] : header.Others;
        var cluster = policy?.Cluster is { } wanted ? Array.Find([.. labels.Select(l => (int?)l)], l => header.Names[l!.Value].Equals(wanted, StringComparison.OrdinalIgnoreCase)) : null;
        if (policy?.Cluster is not null && cluster is null)
        {
            log.Add(file, line, 0, "", $"the policy clusters {Words.Shown(name)} by '{Words.Shown(policy.Cluster)}', which is not a column; found: {Words.Shown(string.Join(", ", header.Names))}", fatal: true);
            IsStopped = true;
            return null;
        }

        var metric = new FileMetric(name, policy, cluster ?? -1, [.. labels.Where(l => l != cluster)]);
        _metrics.Add(name, metric);
        return metric;
    }

    // The closures of a new series stay out of this method, which would allocate them for every row.
    private FileSeries SeriesOf(CsvDataReader csv, FileMetric metric, Arm arm) => metric.Find(arm, _key.AsSpan(0, _length)) ?? NewSeries(csv, metric, arm);

    private FileSeries NewSeries(CsvDataReader csv, FileMetric metric, Arm arm)
    {
        var labels = metric.Labels.Select(l => KeyValuePair.Create(header.Names[l], Cell(csv, l).ToString())).Where(l => l.Value.Length > 0).ToDictionary(StringComparer.Ordinal);
        var series = new FileSeries(metric, arm, labels.Count == 0 ? Judging.Model.Series.NoLabels : labels, new(_key.AsSpan(0, _length)), _series.Count);
        _series.Add(series);
        metric.Add(series);
        return series;
    }

    private bool Time(CsvDataReader csv, long line, out long time)
    {
        time = SeriesRows.NoTime;
        var cell = header.Time < 0 ? [] : Cell(csv, header.Time);
        if (cell.IsEmpty && !header.IsWide)
        {
            return true;
        }

        if (!_times.TryParse(cell, out time, out var zoned))
        {
            log.Add(file, line, header.Time + 1, cell, $"{header.Names[header.Time]} '{Words.Shown(cell)}' is not a time: write 2026-01-31T14:05:00Z, Unix seconds or Unix milliseconds");
            return false;
        }

        ZoneAssumed |= !zoned;
        return true;
    }

    private bool ArmOf(CsvDataReader csv, long line, out Arm arm)
    {
        var cell = header.Arm < 0 ? [] : Cell(csv, header.Arm);
        var named = header.Arm < 0 ? fileArm : ArmWord.Read(cell);
        arm = named ?? Arm.Baseline;
        if (named is null)
        {
            log.Add(file, line, header.Arm + 1, cell, $"arm '{Words.Shown(cell)}' is not known: write baseline or canary (control, stable and experiment are taken too)");
            return false;
        }

        if (fileArm is not null && fileArm != named)
        {
            log.Add(file, line, header.Arm + 1, cell, $"arm '{Words.Shown(cell)}' in the file of the {(fileArm == Arm.Baseline ? "baseline" : "canary")}");
            return false;
        }

        return true;
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

    /// <summary>The labels one after the other, each after its length, so that no two sets of labels have the same key.</summary>
    private void Key(CsvDataReader csv, FileMetric metric)
    {
        _length = 0;
        foreach (var label in metric.Labels)
        {
            var cell = Cell(csv, label);
            if (_length + cell.Length + 2 > _key.Length)
            {
                Array.Resize(ref _key, (_length + cell.Length + 2) * 2);
            }

            _key[_length++] = (char)(cell.Length >> 16);
            _key[_length++] = (char)cell.Length;
            cell.CopyTo(_key.AsSpan(_length));
            _length += cell.Length;
        }
    }

    private static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

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
