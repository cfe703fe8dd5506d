using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>A metric of one file: its columns, and its series by arm and labels.</summary>
internal sealed class FileMetric(string name, MetricPolicy? policy, int cluster, int[] labels)
{
    private readonly Dictionary<string, FileSeries>[] _series = [new(StringComparer.Ordinal), new(StringComparer.Ordinal)];

    /// <summary>The series found last in each arm: neighbouring rows mostly belong together.</summary>
    private readonly FileSeries?[] _last = new FileSeries?[2];

    public string Name { get; } = name;

    /// <summary>What the policy says of it; null: nothing.</summary>
    public MetricPolicy? Policy { get; } = policy;

    /// <summary>The column of the user or session key; −1: none.</summary>
    public int Cluster { get; } = cluster;

    /// <summary>The columns that are labels.</summary>
    public int[] Labels { get; } = labels;

    /// <summary>The series of a key; null: none yet.</summary>
    public FileSeries? Find(Arm arm, ReadOnlySpan<char> key)
    {
        if (_last[(int)arm] is { } last && key.SequenceEqual(last.Key))
        {
            return last;
        }

        return _series[(int)arm].GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var found) ? _last[(int)arm] = found : null;
    }

    public void Add(FileSeries series) => _series[(int)series.Arm].Add(series.Key, series);
}
