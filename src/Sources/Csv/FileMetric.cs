using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>A metric of one file: its columns, and its series by arm and labels.</summary>
internal sealed class FileMetric(string name, MetricPolicy? policy, int cluster, int[] labels)
{
    private readonly Dictionary<string, SeriesRows>[] _series = [new(StringComparer.Ordinal), new(StringComparer.Ordinal)];

    /// <summary>The series found last in each arm: neighbouring rows mostly belong together.</summary>
    private readonly (string Key, SeriesRows Rows)?[] _last = new (string, SeriesRows)?[2];

    public string Name { get; } = name;

    /// <summary>What the policy says of it; null: nothing.</summary>
    public MetricPolicy? Policy { get; } = policy;

    /// <summary>The column of the user or session key; −1: none.</summary>
    public int Cluster { get; } = cluster;

    /// <summary>The columns that are labels.</summary>
    public int[] Labels { get; } = labels;

    /// <summary>The series of a key; null: none yet.</summary>
    public SeriesRows? Find(Arm arm, ReadOnlySpan<char> key)
    {
        if (_last[(int)arm] is { } last && key.SequenceEqual(last.Key))
        {
            return last.Rows;
        }

        if (!_series[(int)arm].GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var found, out var rows))
        {
            return null;
        }

        _last[(int)arm] = (found, rows);
        return rows;
    }

    public void Add(Arm arm, ReadOnlySpan<char> key, SeriesRows rows) => _series[(int)arm].Add(key.ToString(), rows);
}
