using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>The rows of one metric, arm and set of labels, as they stand in the file; nothing is allocated per row.</summary>
internal sealed class SeriesRows(string metric, Arm arm, IReadOnlyDictionary<string, string> labels, MetricPolicy? policy, string file, long firstLine, MetricRows all)
{
    /// <summary>A row without a time.</summary>
    public const long NoTime = long.MinValue;

    private readonly Column<long> _times = new();
    private readonly Column<double> _values = new();
    private readonly Column<double> _totals = new();
    private readonly Column<double> _bounds = new();
    private readonly Column<long> _lines = new();
    private readonly Column<ulong> _clusters = new();

    public string Metric { get; } = metric;

    public Arm Arm { get; } = arm;

    public IReadOnlyDictionary<string, string> Labels { get; } = labels;

    /// <summary>What the policy says of the metric; null: nothing.</summary>
    public MetricPolicy? Policy { get; } = policy;

    /// <summary>The file of the rows.</summary>
    public string File { get; } = file;

    /// <summary>The line of the first row.</summary>
    public long FirstLine { get; } = firstLine;

    /// <summary>The first line that has a time where the first row has none, or the other way round; 0: there is none.</summary>
    public long OddTime { get; private set; }

    /// <summary>The first line that has a total where the first row has none, or the other way round; 0: there is none.</summary>
    public long OddTotal { get; private set; }

    /// <summary>The first line that has a bucket's bound where the first row has none, or the other way round; 0: there is none.</summary>
    public long OddBound { get; private set; }

    /// <summary>Whether a row has a total.</summary>
    public bool HasTotals { get; private set; }

    /// <summary>Whether a row has a bucket's bound.</summary>
    public bool HasBuckets { get; private set; }

    /// <summary>The values in buckets, where there were too many to keep; the columns are empty then.</summary>
    public SampleBins? Bins { get; private set; }

    /// <summary>Whether there is no row.</summary>
    public bool IsEmpty => Bins is null && Values.Length == 0;

    /// <summary>One time per row; empty: rows have only an order. Set by <see cref="Close"/>, as the others.</summary>
    public long[] Times { get; private set; } = [];

    public double[] Values { get; private set; } = [];

    /// <summary>NaN where a row has none; empty where no row has one.</summary>
    public double[] Totals { get; private set; } = [];

    /// <summary>NaN where a row has none; empty where no row has one.</summary>
    public double[] BucketBounds { get; private set; } = [];

    /// <summary>The lines of the rows that have a bucket's bound, in order.</summary>
    public long[] Lines { get; private set; } = [];

    /// <summary>One key per row, or none at all.</summary>
    public ulong[] Clusters { get; private set; } = [];

    public void Add(long time, double value, double total, double bound, long line)
    {
        HasTotals |= !double.IsNaN(total);
        HasBuckets |= !double.IsNaN(bound);
        if (Bins is not null)
        {
            OddTime = time != NoTime == Bins.IsTimed || Bins.Count == 0 ? OddTime : First(OddTime, line);
            all.Counted(Bins.Add(time, value));
            return;
        }

        var count = _values.Count;
        _values.Add(value);
        if (time != NoTime)
        {
            OddTime = _times.Count < count ? First(OddTime, line) : OddTime;
            _times.Add(time);
        }
        else if (_times.Count > 0)
        {
            OddTime = First(OddTime, line);
        }

        // Columns that most files lack are kept only from the first row that needs them.
        OddTotal = Fill(_totals, total, count) ? First(OddTotal, line) : OddTotal;
        OddBound = Fill(_bounds, bound, count) ? First(OddBound, line) : OddBound;
        if (!double.IsNaN(bound))
        {
            _lines.Add(line);
        }

        all.Kept();
    }

    public void AddCluster(ulong key) => _clusters.Add(key);

    /// <summary>Makes arrays of the columns: all rows have been read.</summary>
    public void Close() => (Times, Values, Totals, BucketBounds, Lines, Clusters) =
        (_times.Take(), _values.Take(), _totals.Take(), _bounds.Take(), _lines.Take(), _clusters.Take());

    /// <summary>Goes on after <see cref="Close"/>.</summary>
    public void Reopen()
    {
        _times.PutBack(Times);
        _values.PutBack(Values);
        _totals.PutBack(Totals);
        _bounds.PutBack(BucketBounds);
        _lines.PutBack(Lines);
        _clusters.PutBack(Clusters);
    }

    /// <summary>Counts the rows of a closed series, and all that follow, in buckets.</summary>
    /// <returns>How many counters that takes.</returns>
    public int Bin()
    {
        Bins = new(Policy?.Missing == Missing.Zero);
        var counters = 0;
        for (var i = 0; i < Values.Length; i++)
        {
            counters += Bins.Add(Times.Length > i ? Times[i] : NoTime, Values[i]);
        }

        (Times, Values) = ([], []);
        return counters;
    }

    private static long First(long known, long line) => known == 0 ? line : known;

    /// <summary>Adds a number or its absence.</summary>
    /// <returns>Whether the rows before differ in having one.</returns>
    private static bool Fill(Column<double> column, double value, int rowsBefore)
    {
        if (double.IsNaN(value))
        {
            if (column.Count == 0)
            {
                return false;
            }

            column.Add(value);
            return true;
        }

        var odd = column.Count < rowsBefore;
        while (column.Count < rowsBefore)
        {
            column.Add(double.NaN);
        }

        column.Add(value);
        return odd;
    }
}
