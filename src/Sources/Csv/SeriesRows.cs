using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>The rows of one metric, arm and set of labels, as they stand in the file; nothing is allocated per row.</summary>
internal sealed class SeriesRows(string metric, Arm arm, IReadOnlyDictionary<string, string> labels, MetricPolicy? policy)
{
    /// <summary>A row without a time.</summary>
    public const long NoTime = long.MinValue;

    public string Metric { get; } = metric;

    public Arm Arm { get; } = arm;

    public IReadOnlyDictionary<string, string> Labels { get; } = labels;

    /// <summary>What the policy says of the metric; null: nothing.</summary>
    public MetricPolicy? Policy { get; } = policy;

    public List<long> Times { get; } = [];

    public List<double> Values { get; } = [];

    /// <summary>NaN where a row has none.</summary>
    public List<double> Totals { get; } = [];

    /// <summary>NaN where a row has none.</summary>
    public List<double> BucketBounds { get; } = [];

    public List<ulong> Clusters { get; } = [];

    public bool HasTotals { get; private set; }

    public bool HasBuckets { get; private set; }

    public int TimedRows { get; private set; }

    /// <summary>The line of the first row.</summary>
    public long FirstLine { get; init; }

    /// <summary>The file of the first row.</summary>
    public required string File { get; init; }

    public void Add(long time, double value, double total, double bucketBound)
    {
        Times.Add(time);
        Values.Add(value);
        TimedRows += time == NoTime ? 0 : 1;

        // Columns that most files lack are kept only from the first row that needs them.
        if (HasTotals || !double.IsNaN(total))
        {
            HasTotals = true;
            Fill(Totals, total);
        }

        if (HasBuckets || !double.IsNaN(bucketBound))
        {
            HasBuckets = true;
            Fill(BucketBounds, bucketBound);
        }
    }

    private void Fill(List<double> column, double value)
    {
        while (column.Count < Values.Count - 1)
        {
            column.Add(double.NaN);
        }

        column.Add(value);
    }
}
