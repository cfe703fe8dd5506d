using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>Takes the rows of a wide file: one time a row, a column for each metric.</summary>
internal sealed class WideRows : IRows
{
    private readonly RecordReader _records;
    private readonly Header _header;
    private readonly DataProblems _problems;
    private readonly RowTime _time;
    private readonly Metric[] _metrics;
    private readonly double[] _values;
    private bool? _hasTimes;

    /// <summary>Begins to take rows.</summary>
    /// <exception cref="DataRefusedException">The policy asks for columns that a wide file does not have.</exception>
    public WideRows(RecordReader records, Header header, Arm arm, MetricTable metrics, DataProblems problems)
    {
        (_records, _header, _problems) = (records, header, problems);
        _time = new(problems);
        _metrics = [.. header.Others.Select(c => new Metric(c, header.Names[c], Series(header.Names[c], arm, records, metrics)))];
        _values = new double[_metrics.Length];
    }

    /// <inheritdoc />
    public bool ZoneAssumed => _time.ZoneAssumed;

    /// <inheritdoc />
    public bool TryTake()
    {
        if (!_time.TryRead(_records, _header.Time, out var time))
        {
            return false;
        }

        if ((_hasTimes ??= time is not null) != time is not null)
        {
            _problems.BadRow(_records.Problem(_header.Time, time is null
                ? "timestamp is empty, but earlier rows have one."
                : "earlier rows have no timestamp; give all rows one, or none."));
            return false;
        }

        // The whole row first: a row that is skipped leaves nothing behind.
        for (var i = 0; i < _metrics.Length; i++)
        {
            if (!RowNumber.TryRead(_records, _metrics[i].Column, _metrics[i].Name, _problems, out _values[i]))
            {
                return false;
            }
        }

        for (var i = 0; i < _metrics.Length; i++)
        {
            _metrics[i].Series.HasTimes = _hasTimes;
            _metrics[i].Series.Add(time ?? 0, _values[i]);
        }

        return true;
    }

    private static SeriesBuffer Series(string name, Arm arm, RecordReader records, MetricTable metrics)
    {
        var metric = metrics[name];
        var needs = metric.Policy switch
        {
            { Kind: "ratio" } => "a ratio, so its rows need a total",
            { Kind: "histogram" } => "a histogram, so its rows need le",
            { Cluster: { } cluster } => $"judged by its cluster, so its rows need the column {cluster}",
            _ => null,
        };
        if (needs is not null)
        {
            throw new DataRefusedException(records.Problem($"{name} is {needs}: write the file long, as timestamp,metric,value and that column."));
        }

        metric.IsWide = true;
        var series = new SeriesBuffer(arm, Judging.Model.Series.NoLabels, records.Problem(""));
        metrics.CountSeries(series);
        return metric.Plain(arm) = series;
    }

    private readonly record struct Metric(int Column, string Name, SeriesBuffer Series);
}
