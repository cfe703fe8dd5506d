using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Csv;

/// <summary>All rows of one metric, over arms, labels and files. Observations too many to keep are counted in buckets instead.</summary>
/// <param name="policy">What the policy says of the metric; null: nothing.</param>
/// <param name="table">Knows how many rows are kept in all.</param>
/// <param name="most">So many values are kept one by one.</param>
internal sealed class MetricRows(MetricPolicy? policy, SeriesTable table, long most)
{
    private readonly List<SeriesRows> _series = [];
    private long _next = most + 1;
    private long _count;

    /// <summary>Whether the rows are counted in buckets.</summary>
    public bool IsBinned { get; private set; }

    public void Add(SeriesRows rows)
    {
        _series.Add(rows);
        if (IsBinned)
        {
            table.Keep(rows.Bin());
        }
    }

    /// <summary>Notes that a row was added and kept.</summary>
    public void Kept()
    {
        table.Keep(1);
        if (++_count == _next)
        {
            Bin();
        }
    }

    /// <summary>Notes that a row was counted, which may have taken a new counter.</summary>
    public void Counted(int counters) => table.Keep(counters);

    private void Bin()
    {
        // A metric that is no sample yet may look like one when there are twice as many rows.
        _next = policy?.Kind is null or "samples" && CanBeBinned(policy) ? 2 * _next : 0;
        if (_next == 0)
        {
            return;
        }

        _series.ForEach(s => s.Close());
        IsBinned = KindInference.Of(_series) == "samples";
        foreach (var series in _series)
        {
            if (IsBinned)
            {
                table.Keep(series.Bin());
            }
            else
            {
                series.Reopen();
            }
        }

        if (IsBinned)
        {
            table.Keep(-_count);
        }
    }

    /// <summary>Whether a histogram can say what the policy asks: which user a value is of, a mean or an outlier it cannot.</summary>
    private static bool CanBeBinned(MetricPolicy? policy) => policy is null
        || (policy is { Cluster: null, Outliers: Outliers.Keep, Method: "auto" } && policy.Measure is not Measure.Mean && policy.Warmup == TimeSpan.Zero);
}
