using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Samples that wait for their bucket to close.</summary>
/// <param name="width">The width of a bucket, nanoseconds.</param>
internal sealed class OpenSamples(long width) : IOpenRows
{
    private readonly SortedDictionary<long, (SampleColumns Baseline, SampleColumns Canary)> _buckets = [];

    /// <inheritdoc />
    public long? Width => width;

    /// <inheritdoc />
    public long Values { get; private set; }

    /// <inheritdoc />
    public long? Newest { get; private set; }

    /// <inheritdoc />
    public long? Earliest => _buckets.Count == 0 ? null : _buckets.Min(b => Math.Min(b.Value.Baseline.Earliest, b.Value.Canary.Earliest));

    /// <inheritdoc />
    public long? NextEnd => _buckets.Count == 0 ? null : BucketTime.End(_buckets.First().Key, width);

    /// <inheritdoc />
    public void Add(Series series, TimeGate gate, BatchCounts counts)
    {
        var data = (SeriesData.Samples)series.Data;
        var (at, values) = (data.At, data.Values);
        var run = new Run();
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]) || at[i] > gate.Latest)
            {
                counts.Reject(double.IsFinite(values[i]) ? Rejection.InTheFuture : Rejection.NotFinite, 1);
                Flush(series.Arm, data, ref run, i);
                continue;
            }

            // A bucket's number is computed only where the time leaves the bucket of the value before.
            if (run.Holds(at[i]))
            {
                continue;
            }

            Flush(series.Arm, data, ref run, i);
            var number = BucketTime.Number(at[i], width);
            var end = BucketTime.End(number, width);
            if (end <= gate.Passed)
            {
                counts.Miss(1);
                continue;
            }

            run = new(i, number, number * width, end);
        }

        Flush(series.Arm, data, ref run, values.Length);

        void Flush(Arm arm, SeriesData.Samples from, ref Run taken, int to)
        {
            if (taken.IsOpen)
            {
                counts.Accept(to - taken.First);
                Take(arm, from, taken, to);
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
    public IReadOnlyList<ClosedBucket> Close(long end, StepLine steps, long from)
    {
        var (number, (baseline, canary)) = _buckets.First();
        _buckets.Remove(number);
        Values -= baseline.Count + canary.Count;
        var (before, after) = (baseline.Ordered(), canary.Ordered());
        var closed = new List<ClosedBucket>(1);
        foreach (var (start, stop, epoch) in steps.Within(number * width, end))
        {
            var first = Math.Max(start, from);
            if (first < stop && Part(before, first, stop) is var b && Part(after, first, stop) is var c && (b ?? c) is not null)
            {
                closed.Add(new(start, stop, epoch, b, c));
            }
        }

        return closed;
    }

    /// <inheritdoc />
    public long ValuesAfter(long watermark) =>
        _buckets.Where(b => BucketTime.End(b.Key, width) > watermark).Sum(b => (long)b.Value.Baseline.Count + b.Value.Canary.Count);

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
        foreach (var (number, (baseline, canary)) in _buckets)
        {
            to.Whole(number);
            baseline.Write(to);
            canary.Write(to);
        }
    }

    /// <summary>Reads the state.</summary>
    public static OpenSamples Read(long width, ref StateReader from)
    {
        var open = new OpenSamples(width) { Newest = from.Maybe() };
        for (var left = from.Length(); left > 0; left--)
        {
            var number = from.Whole();
            var (baseline, canary) = (SampleColumns.Read(ref from), SampleColumns.Read(ref from));
            open._buckets[number] = (baseline, canary);
            open.Values += baseline.Count + canary.Count;
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

    private void Take(Arm arm, SeriesData.Samples data, Run run, int to)
    {
        if (!_buckets.TryGetValue(run.Number, out var bucket))
        {
            _buckets.Add(run.Number, bucket = (new(), new()));
        }

        var part = run.First..to;
        var at = data.At.AsSpan(part);
        (arm == Arm.Baseline ? bucket.Baseline : bucket.Canary).Add(at, data.Values.AsSpan(part), data.Clusters.Length == 0 ? [] : data.Clusters.AsSpan(part));
        Values += at.Length;
        var newest = Newest ?? long.MinValue;
        foreach (var time in at)
        {
            newest = Math.Max(newest, time);
        }

        Newest = newest;
    }

    /// <summary>Neighbouring rows of one bucket.</summary>
    private readonly record struct Run(int First, long Number, long Start, long End)
    {
        public bool IsOpen => End != 0;

        public bool Holds(long time) => IsOpen && time >= Start && time < End;
    }
}
