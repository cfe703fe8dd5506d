using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>All series of a case.</summary>
/// <param name="mostValues">So many values of a metric of raw observations are kept one by one.</param>
internal sealed class SeriesTable(long mostValues)
{
    /// <summary>Rows that are kept, of all metrics together: at 16 to 40 bytes each, between one and three gigabytes.</summary>
    public const long MostRows = 1 << 26;

    /// <summary>More are a mistake: a column with a value of its own in every row is no label.</summary>
    public const int Most = 100_000;

    private readonly List<SeriesRows> _series = [];
    private readonly Dictionary<string, MetricRows> _metrics = new(StringComparer.Ordinal);
    private long _kept;

    /// <summary>Whether no more fit.</summary>
    public bool IsFull => _series.Count >= Most;

    /// <summary>Whether more rows are kept than may be.</summary>
    public bool IsOverflowing => _kept > MostRows;

    /// <summary>Whether so many rows surely fit, whatever they are.</summary>
    public bool HasRoom(int rows) => _series.Count + rows <= Most && _kept + rows <= MostRows;

    /// <summary>So many values of a metric of raw observations are kept one by one.</summary>
    public long MostValues => mostValues;

    /// <summary>Adds a series.</summary>
    public SeriesRows Add(string metric, Arm arm, IReadOnlyDictionary<string, string> labels, MetricPolicy? policy, string file, long line)
    {
        var all = _metrics.GetValueOrDefault(metric) ?? (_metrics[metric] = new(policy, this, mostValues));
        var rows = new SeriesRows(metric, arm, labels, policy, file, line, all);
        _series.Add(rows);
        all.Add(rows);
        return rows;
    }

    /// <summary>Notes rows, or counters in their place, that take memory; fewer than none: that are freed.</summary>
    public void Keep(long rows) => _kept += rows;

    /// <summary>All series with rows, in an order that the order of rows and columns does not change.</summary>
    public IReadOnlyList<SeriesRows> Close()
    {
        _series.ForEach(s => s.Close());
        return [.. _series
            .Where(s => !s.IsEmpty)
            .Select(s => (Rows: s, Stratum: new Series(s.Metric, s.Arm, s.Labels, new SeriesData.Samples([], [], [])).Stratum))
            .OrderBy(s => s.Rows.Metric, StringComparer.Ordinal).ThenBy(s => s.Rows.Arm).ThenBy(s => s.Stratum, StringComparer.Ordinal)
            .Select(s => s.Rows)];
    }
}
