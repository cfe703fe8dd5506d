using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>All series of a case.</summary>
internal sealed class SeriesTable
{
    /// <summary>More are a mistake: a column with a value of its own in every row is no label.</summary>
    public const int Most = 100_000;

    private readonly List<SeriesRows> _series = [];

    /// <summary>Whether no more fit.</summary>
    public bool IsFull => _series.Count >= Most;

    /// <summary>Adds a series.</summary>
    public SeriesRows Add(SeriesRows rows)
    {
        _series.Add(rows);
        return rows;
    }

    /// <summary>All series with rows, in an order that the order of rows and columns does not change.</summary>
    public IReadOnlyList<SeriesRows> Close()
    {
        _series.ForEach(s => s.Close());
        return [.. _series
            .Where(s => s.Values.Length > 0)
            .Select(s => (Rows: s, Stratum: new Series(s.Metric, s.Arm, s.Labels, new SeriesData.Samples([], [], [])).Stratum))
            .OrderBy(s => s.Rows.Metric, StringComparer.Ordinal).ThenBy(s => s.Rows.Arm).ThenBy(s => s.Stratum, StringComparer.Ordinal)
            .Select(s => s.Rows)];
    }
}
