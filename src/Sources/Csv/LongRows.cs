using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Csv;

/// <summary>Takes the rows of a long file: one value a row, its metric in a column.</summary>
internal sealed class LongRows : IRows
{
    private readonly RecordReader _records;
    private readonly Header _header;
    private readonly Arm? _arm;
    private readonly MetricTable _metrics;
    private readonly DataProblems _problems;
    private readonly RowTime _time;
    private readonly LabelColumns _labels;
    private readonly Dictionary<string, int> _keyColumns;

    /// <summary>Begins to take rows.</summary>
    public LongRows(RecordReader records, Header header, Arm? arm, MetricTable metrics, DataProblems problems)
    {
        (_records, _header, _arm, _metrics, _problems) = (records, header, arm, metrics, problems);
        _time = new(problems);
        _keyColumns = metrics.Policies.Where(p => p.Cluster is not null).ToDictionary(p => p.Name, p => header.Find(p.Cluster!), StringComparer.Ordinal);
        _labels = new(header, [.. header.Others.Except(_keyColumns.Values)]);
    }

    /// <inheritdoc />
    public bool ZoneAssumed => _time.ZoneAssumed;

    /// <inheritdoc />
    public bool TryTake()
    {
        if (!_time.TryRead(_records, _header.Time, out var time) || !TryReadArm(out var arm) || !TryReadMetric(out var metric)
            || !RowNumber.TryRead(_records, _header.Value, "value", _problems, out var value))
        {
            return false;
        }

        return TryReadColumns(metric, value, out var total, out var bound) && TryReadKey(metric, out var key) && TryAdd(metric, arm, time, new(value, total, bound, key));
    }

    private bool Bad(int field, string message)
    {
        _problems.BadRow(_records.Problem(field, message));
        return false;
    }

    private bool TryReadArm(out Arm arm)
    {
        arm = _arm ?? Arm.Baseline;
        return _header.Arm < 0 || _arm is not null || ArmNames.TryRead(_records[_header.Arm], out arm)
            || Bad(_header.Arm, ArmNames.Why(Words.Shown(_records[_header.Arm])));
    }

    private bool TryReadMetric(out MetricBuffer metric)
    {
        var name = _records[_header.Metric];
        if (name.IsEmpty)
        {
            metric = null!;
            return Bad(_header.Metric, "metric is empty.");
        }

        metric = _metrics[name];
        return true;
    }

    private bool TryReadColumns(MetricBuffer metric, double value, out double total, out double bound)
    {
        total = bound = double.NaN;
        if ((_header.Total >= 0 && metric.Kind is null or "ratio" or "count" && !RowNumber.TryRead(_records, _header.Total, "total", _problems, out total))
            || (_header.Bound >= 0 && !RowNumber.TryRead(_records, _header.Bound, "le", _problems, out bound)))
        {
            return false;
        }

        return RowRules.Broken(metric, _header, value, total, bound) is not { } broken || Refuse(metric, broken);
    }

    private bool Refuse(MetricBuffer metric, RowRules.Breach broken)
    {
        if (!broken.OfMetric)
        {
            return Bad(broken.Field, broken.Message);
        }

        if (!metric.IsRefused)
        {
            metric.IsRefused = true;
            _problems.Refuse(_records.Problem(broken.Message));
        }

        return false;
    }

    private bool TryReadKey(MetricBuffer metric, out ulong? key)
    {
        key = null;
        if (_keyColumns.Count == 0 || !_keyColumns.TryGetValue(metric.Name, out var column))
        {
            return true;
        }

        if (column < 0)
        {
            return Refuse(metric, new(-1, true, $"column {metric.Policy!.Cluster} is missing, which {metric.Name} has as its cluster. Found: {Words.Shown(string.Join(", ", _header.Names))}."));
        }

        key = Clusters.Hash(_records[column]);
        return !_records[column].IsEmpty || Bad(column, $"{metric.Policy!.Cluster} is empty; it is the cluster of {metric.Name}.");
    }

    private bool TryAdd(MetricBuffer metric, Arm arm, long? time, Row row)
    {
        var series = _labels.SeriesOf(metric, arm, _records, _metrics);
        if ((series.HasTimes ??= time is not null) != time is not null)
        {
            return Bad(_header.Time, time is null
                ? $"timestamp is empty, but earlier rows of {metric.Name} have one."
                : $"earlier rows of {metric.Name} have no timestamp; give all rows one, or none.");
        }

        series.Add(time ?? 0, row.Value);
        row.AddTo(series, metric.Kind, _records.Line);
        return true;
    }

    /// <summary>What a row holds besides its time.</summary>
    private readonly record struct Row(double Value, double Total, double Bound, ulong? Key)
    {
        public void AddTo(SeriesBuffer series, string? kind, long line)
        {
            if (!double.IsNaN(Total))
            {
                series.AddTotal(Total);
            }

            if (kind == "histogram")
            {
                series.AddBound(Bound, line);
            }

            if (Key is { } key)
            {
                series.AddKey(key);
            }
        }
    }
}
