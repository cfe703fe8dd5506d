using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Samples that wait for their bucket to close.</summary>
/// <param name="width">The width of a bucket, nanoseconds.</param>
internal sealed class OpenSamples(long width) : IOpenRows
{
    private readonly SortedDictionary<long, OpenBucket> _buckets = [];

    /// <inheritdoc />
    public long? Width => width;

    /// <inheritdoc />
    public long Values { get; private set; }

    /// <inheritdoc />
    public long? Newest { get; private set; }

    /// <inheritdoc />
    public long? Earliest => _buckets.Count == 0 ? null : _buckets.Min(b => b.Value.Parts.Min(part => part.Columns.Earliest));

    /// <inheritdoc />
    public long? NextEnd => _buckets.Count == 0 ? null : BucketTime.End(_buckets.First().Key, width);

    /// <inheritdoc />
    public void Add(Series series, TimeGate gate, BatchCounts counts)
    {
        var data = (SeriesData.Samples)series.Data;
        var (at, values) = (data.At, data.Values);
        var (run, stratum) = (new Run(), series.Stratum);
        for (var i = 0; i < values.Length; i++)
        {
            if (!Rows.IsUsable(values[i]) || at[i] > gate.Latest)
            {
                counts.Reject(Rows.IsUsable(values[i]) ? Rejection.InTheFuture : Rejection.NotFinite, 1);
                Flush(ref run, i);
                continue;
            }

            // A bucket's number is computed only where the time leaves the bucket of the value before.
            if (run.Holds(at[i]))
            {
                continue;
            }

            Flush(ref run, i);
            var number = BucketTime.Number(at[i], width);
            var end = BucketTime.End(number, width);
            if (end <= gate.Passed)
            {
                counts.Miss(1);
                continue;
            }

            run = new(i, number, number * width, end);
        }

        Flush(ref run, values.Length);

        void Flush(ref Run taken, int to)
        {
            if (taken.IsOpen)
            {
                counts.Accept(to - taken.First);
                Take(series, stratum, taken, to);
            }

            taken = default;
        }
    }

    /// <inheritdoc />
    public long? WidthSeenAt() => null;

    /// <inheritdoc />
    public void SettleWidth(long fallback)
    {
        // The width of a bucket of samples is an option.
    }

    /// <inheritdoc />
    public IReadOnlyList<ClosedBucket[]> Close(long end, StepLine steps, long from, StrataSeen strata)
    {
        var (number, bucket) = _buckets.First();
        _buckets.Remove(number);
        Values -= bucket.Count;
        foreach (var part in bucket.Parts)
        {
            strata.See(part.Arm, part.Stratum, part.Labels);
        }

        var arms = bucket.Parts
            .GroupBy(part => strata.NameOf(part.Labels), StringComparer.Ordinal)
            .OrderBy(stratum => stratum.Key, StringComparer.Ordinal)
            .Select(stratum => (Name: stratum.Key, Baseline: Ordered(stratum, Arm.Baseline), Canary: Ordered(stratum, Arm.Canary)))
            .ToArray();
        var closed = new List<ClosedBucket[]>(1);
        foreach (var (start, stop, epoch) in steps.Within(number * width, end))
        {
            var first = Math.Max(start, from);
            ClosedBucket[] step =
            [
                .. arms.Where(_ => first < stop)
                    .Select(arm => new ClosedBucket(start, stop, epoch, Part(arm.Baseline, first, stop), Part(arm.Canary, first, stop)) { Stratum = arm.Name })
                    .Where(stratum => (stratum.Baseline ?? stratum.Canary) is not null),
            ];
            if (step.Length > 0)
            {
                closed.Add(step);
            }
        }

        return closed;

        static SeriesData.Samples Ordered(IEnumerable<OpenPart> parts, Arm arm) => SampleColumns.Ordered([.. parts.Where(part => part.Arm == arm).Select(part => part.Columns)]);
    }

    /// <inheritdoc />
    public long ValuesAfter(long watermark) =>
        _buckets.Where(b => BucketTime.End(b.Key, width) > watermark).Sum(b => b.Value.Count);

    /// <inheritdoc />
    public void Clear()
    {
        _buckets.Clear();
        Values = 0;
    }

    /// <inheritdoc />
    public void Write(StateWriter to)
    {
        to.Maybe(Newest);
        to.Length(_buckets.Count);
        foreach (var (number, bucket) in _buckets)
        {
            to.Whole(number);
            to.Length(bucket.Parts.Count);
            foreach (var part in bucket.Parts)
            {
                to.Small((byte)part.Arm);
                SeriesBytes.Write(to, part.Labels);
                part.Columns.Write(to);
            }
        }
    }

    /// <summary>Reads the state.</summary>
    public static OpenSamples Read(long width, ref StateReader from)
    {
        var open = new OpenSamples(width) { Newest = from.Maybe() };
        for (var left = from.Length(); left > 0; left--)
        {
            var bucket = open._buckets[from.Whole()] = new();
            for (var parts = from.Length(); parts > 0; parts--)
            {
                var arm = (Arm)from.Small();
                var labels = SeriesBytes.ReadLabels(ref from);
                bucket.Put(new(arm, Series.LineOf(labels), labels, SampleColumns.Read(ref from)));
            }

            open.Values += bucket.Count;
        }

        return open;
    }

    private static SeriesData.Samples? Part(SeriesData.Samples samples, long start, long end)
    {
        var (first, last) = (LowerBound(samples.At, start), LowerBound(samples.At, end));
        return first == last ? null
            : first == 0 && last == samples.Count ? samples
            : new(samples.At[first..last], samples.Values[first..last], samples.Clusters.Length == 0 ? [] : samples.Clusters[first..last]);
    }

    private static int LowerBound(long[] ordered, long time)
    {
        var (low, high) = (0, ordered.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ordered[middle] < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Take(Series series, string stratum, Run run, int to)
    {
        if (!_buckets.TryGetValue(run.Number, out var bucket))
        {
            _buckets.Add(run.Number, bucket = new());
        }

        var data = (SeriesData.Samples)series.Data;
        var part = run.First..to;
        var at = data.At.AsSpan(part);
        bucket.Of(series, stratum).Add(at, data.Values.AsSpan(part), data.Clusters.Length == 0 ? [] : data.Clusters.AsSpan(part));
        Values += at.Length;
        var newest = Newest ?? long.MinValue;
        foreach (var time in at)
        {
            newest = Math.Max(newest, time);
        }

        Newest = newest;
    }

    /// <summary>The samples of one arm with one set of labels, also in one line, in an open bucket.</summary>
    private sealed record OpenPart(Arm Arm, string Stratum, IReadOnlyDictionary<string, string> Labels, SampleColumns Columns);

    /// <summary>One open bucket.</summary>
    private sealed class OpenBucket
    {
        private readonly SortedDictionary<(Arm Arm, string Stratum), OpenPart> _parts = new(Comparer<(Arm Arm, string Stratum)>.Create(
            (a, b) => a.Arm != b.Arm ? a.Arm.CompareTo(b.Arm) : string.CompareOrdinal(a.Stratum, b.Stratum)));

        /// <summary>In order of arms, then labels.</summary>
        public SortedDictionary<(Arm Arm, string Stratum), OpenPart>.ValueCollection Parts => _parts.Values;

        public long Count => _parts.Values.Sum(part => (long)part.Columns.Count);

        public SampleColumns Of(Series series, string stratum)
        {
            if (!_parts.TryGetValue((series.Arm, stratum), out var part))
            {
                Put(part = new(series.Arm, stratum, series.Labels, new()));
            }

            return part.Columns;
        }

        public void Put(OpenPart part) => _parts.Add((part.Arm, part.Stratum), part);
    }

    /// <summary>Neighbouring rows of one bucket.</summary>
    private readonly record struct Run(int First, long Number, long Start, long End)
    {
        public bool IsOpen => End != 0;

        public bool Holds(long time) => IsOpen && time >= Start && time < End;
    }
}
