using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Csv;

/// <summary>The metrics of all files together. A name becomes a string once, however many rows hold it.</summary>
internal sealed class MetricTable
{
    private const int MostSeries = 10_000;
    private readonly Dictionary<string, MetricBuffer> _metrics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MetricBuffer>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<string, MetricPolicy> _policies;
    private MetricBuffer? _last;
    private int _series;

    /// <summary>An empty table.</summary>
    /// <param name="policy">What the user wrote; its names need not be unique.</param>
    public MetricTable(Policy policy)
    {
        _lookup = _metrics.GetAlternateLookup<ReadOnlySpan<char>>();
        _policies = (policy.Metrics ?? []).DistinctBy(m => m.Name, StringComparer.Ordinal).ToDictionary(m => m.Name, StringComparer.Ordinal);
    }

    /// <summary>The metrics that have rows, by name.</summary>
    public IEnumerable<MetricBuffer> Metrics => _metrics.Values.Where(m => m.Series.Any()).OrderBy(m => m.Name, StringComparer.Ordinal);

    /// <summary>What the user wrote about metrics.</summary>
    public IEnumerable<MetricPolicy> Policies => _policies.Values;

    /// <summary>The metric of that name.</summary>
    public MetricBuffer this[ReadOnlySpan<char> name]
    {
        get
        {
            if (_last is not null && name.SequenceEqual(_last.Name))
            {
                return _last;
            }

            if (!_lookup.TryGetValue(name, out var metric))
            {
                var text = name.ToString();
                metric = new(text, _policies.GetValueOrDefault(text));
                _metrics.Add(text, metric);
            }

            return _last = metric;
        }
    }

    /// <summary>Counts a new series.</summary>
    /// <exception cref="DataRefusedException">There are too many.</exception>
    public void CountSeries(SeriesBuffer series)
    {
        if (++_series > MostSeries)
        {
            throw new DataRefusedException(series.Problem(
                "the data hold more than 10,000 series. A column with another value in nearly every row is no label: leave it out, or name it as the policy's cluster."));
        }
    }
}
