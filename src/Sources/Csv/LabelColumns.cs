using System.Text;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>Finds the series of a row by its metric, arm and labels.</summary>
internal sealed class LabelColumns(Header header, int[] columns)
{
    /// <summary>Keeps <c>a,bc</c> and <c>ab,c</c> apart; no label holds it (it is what ASCII has for this).</summary>
    private const char Between = '\u001F';
    private readonly StringBuilder _joined = new();
    private char[] _key = new char[256];

    /// <summary>The series of the record that the reader stands at.</summary>
    /// <exception cref="DataRefusedException">There are too many series.</exception>
    public SeriesBuffer SeriesOf(MetricBuffer metric, Arm arm, RecordReader records, MetricTable metrics)
    {
        if (columns.Length == 0)
        {
            ref var plain = ref metric.Plain(arm);
            return plain ??= Made(metrics, new(arm, Series.NoLabels, records.Problem("")));
        }

        var key = Key(records);
        var labelled = metric.Labelled(arm).GetAlternateLookup<ReadOnlySpan<char>>();
        if (!labelled.TryGetValue(key, out var series))
        {
            series = Made(metrics, new(arm, Labels(records), records.Problem("")));
            labelled.TryAdd(key, series);
        }

        return series;
    }

    private static SeriesBuffer Made(MetricTable metrics, SeriesBuffer series)
    {
        metrics.CountSeries(series);
        return series;
    }

    private ReadOnlySpan<char> Key(RecordReader records)
    {
        if (columns.Length == 1)
        {
            return records[columns[0]];
        }

        _joined.Clear();
        foreach (var column in columns)
        {
            _joined.Append(records[column]).Append(Between);
        }

        if (_joined.Length > _key.Length)
        {
            _key = new char[_joined.Length * 2];
        }

        _joined.CopyTo(0, _key, _joined.Length);
        return _key.AsSpan(0, _joined.Length);
    }

    private Dictionary<string, string> Labels(RecordReader records)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (!records[column].IsEmpty)
            {
                labels[header.Names[column]] = records[column].ToString();
            }
        }

        return labels;
    }
}
