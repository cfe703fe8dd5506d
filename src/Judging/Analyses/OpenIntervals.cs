using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Rows of interval data that wait for their bucket to close.</summary>
/// <param name="kind">points, ratio, count or histogram.</param>
internal sealed class OpenIntervals(string kind) : IOpenRows
{
    private readonly SortedDictionary<RowKey, IntervalRow> _baseline = new(RowKey.Order), _canary = new(RowKey.Order);
    private double[]? _bounds;
    private bool _isExponential;
    private long? _newestStart;

    /// <inheritdoc />
    public long? Width { get; private set; }

    /// <inheritdoc />
    public long Values { get; private set; }

    // An interval speaks for the time up to its end, once it is known where that is.
    /// <inheritdoc />
    public long? Newest => _newestStart + (Width ?? 0);

    /// <inheritdoc />
    public long? Earliest => (_baseline.Count, _canary.Count) switch
    {
        (0, 0) => null,
        (0, _) => _canary.First().Key.At,
        (_, 0) => _baseline.First().Key.At,
        _ => Math.Min(_baseline.First().Key.At, _canary.First().Key.At),
    };

    /// <inheritdoc />
    public long? NextEnd => Width is { } width && Earliest is { } earliest ? EndOf(earliest, width) : null;

    /// <inheritdoc />
    public void Add(Series series, TimeGate gate, BatchCounts counts)
    {
        if (series.Data is SeriesData.Points { Interval: { } interval })
        {
            Width ??= interval.Ticks * TimeSpan.NanosecondsPerTick;
        }

        if (!HasBoundsOf(series.Data))
        {
            counts.Reject(Rejection.OtherBounds, series.Data.Count);
            return;
        }

        var rows = series.Arm == Arm.Baseline ? _baseline : _canary;
        var stratum = series.Stratum;
        var times = series.Data.Times.Span;
        for (var i = 0; i < times.Length; i++)
        {
            var row = IntervalRow.Of(series.Data, i);
            if (!row.IsUsable || times[i] > gate.Latest)
            {
                counts.Reject(row.IsUsable ? Rejection.InTheFuture : Rejection.NotFinite, 1);
            }
            else if (Width is { } width && EndOf(times[i], width) <= gate.Passed)
            {
                counts.Miss(1);
            }
            else if (rows.TryAdd(new(times[i], stratum, series.Labels), row))
            {
                counts.Accept(1);
                Values += row.Values;
                _newestStart = Math.Max(_newestStart ?? long.MinValue, times[i]);
            }
            else if (rows[new(times[i], stratum, series.Labels)].Same(row))
            {
                counts.Repeat();
            }
            else
            {
                counts.Reject(Rejection.ConflictingValue, 1);
            }
        }
    }

    // Explicit bounds stay the same for the whole run; exponential buckets may change their scale, which nests.
    private bool HasBoundsOf(SeriesData data)
    {
        switch (data)
        {
            case SeriesData.Histograms histograms:
                return !_isExponential && (_bounds ??= histograms.UpperBounds).AsSpan().SequenceEqual(histograms.UpperBounds);
            case SeriesData.ExponentialHistograms when _bounds is null:
                _isExponential = true;
                return true;
            default:
                return data is not SeriesData.ExponentialHistograms;
        }
    }

    /// <inheritdoc />
    public long? WidthSeenAt() => Width is not null ? null : (Shown(_baseline)?.At, Shown(_canary)?.At) switch
    {
        (null, var canary) => canary,
        (var baseline, null) => baseline,
        ({ } baseline, { } canary) => Math.Min(baseline, canary),
    };

    /// <inheritdoc />
    public void SettleWidth(long fallback)
    {
        // The arm that showed three intervals first; the smaller gap, since one may be missing between.
        var seen = (Shown(_baseline), Shown(_canary)) switch
        {
            (null, var canary) => canary,
            (var baseline, null) => baseline,
            ({ } baseline, { } canary) => baseline.At <= canary.At ? baseline : canary,
        };
        Width ??= seen?.Gap ?? fallback;
    }

    /// <inheritdoc />
    public IReadOnlyList<ClosedBucket[]> Close(long end, StepLine steps, long from, StrataSeen strata)
    {
        var start = end - Width!.Value;
        List<Closing> closing = [.. TakeOut(Arm.Baseline, end, steps, from), .. TakeOut(Arm.Canary, end, steps, from)];
        closing.ForEach(row => strata.See(row.Arm, row.Key.Stratum, row.Key.Labels));
        return
        [
            .. closing.GroupBy(row => row.Epoch).OrderBy(step => step.Key).Select(step => step
                .GroupBy(row => strata.NameOf(row.Key.Labels), StringComparer.Ordinal)
                .OrderBy(stratum => stratum.Key, StringComparer.Ordinal)
                .Select(stratum => new ClosedBucket(start, end, step.Key, Joined(start, stratum, Arm.Baseline), Joined(start, stratum, Arm.Canary)) { Stratum = stratum.Key })
                .ToArray()),
        ];
    }

    /// <inheritdoc />
    public long ValuesAfter(long watermark) =>
        _baseline.Concat(_canary).Where(r => !(Width is { } width && EndOf(r.Key.At, width) <= watermark)).Sum(r => r.Value.Values);

    /// <inheritdoc />
    public void Clear()
    {
        _baseline.Clear();
        _canary.Clear();
        Values = 0;
    }

    /// <inheritdoc />
    public void Write(StateWriter to)
    {
        to.Maybe(Width);
        to.Maybe(_newestStart);
        to.Numbers(_bounds ?? []);
        to.Flag(_isExponential);
        foreach (var rows in new[] { _baseline, _canary })
        {
            to.Length(rows.Count);
            foreach (var (key, row) in rows)
            {
                to.Whole(key.At);
                SeriesBytes.Write(to, key.Labels);
                row.Write(to);
            }
        }
    }

    /// <summary>Reads the state.</summary>
    public static OpenIntervals Read(string kind, ref StateReader from)
    {
        var open = new OpenIntervals(kind) { Width = from.Maybe(), _newestStart = from.Maybe() };
        var bounds = from.Numbers();
        open._bounds = bounds.Length == 0 ? null : bounds;
        open._isExponential = from.Flag();
        ReadRows(open._baseline, ref from);
        ReadRows(open._canary, ref from);
        return open;

        void ReadRows(SortedDictionary<RowKey, IntervalRow> rows, ref StateReader source)
        {
            for (var left = source.Length(); left > 0; left--)
            {
                var at = source.Whole();
                var labels = SeriesBytes.ReadLabels(ref source);
                var key = new RowKey(at, Series.LineOf(labels), labels);
                var row = IntervalRow.Read(ref source);
                rows.Add(key, row);
                open.Values += row.Values;
            }
        }
    }

    // By the interval's end: an interval that does not begin with a bucket may not come before its bucket has closed.
    private static long EndOf(long start, long width) => BucketTime.End(BucketTime.Number(start - 1, width) + 1, width);

    /// <summary>The gap between the first three intervals of an arm, and the end of the third: nobody can send it before.</summary>
    private static (long At, long Gap)? Shown(SortedDictionary<RowKey, IntervalRow> rows)
    {
        Span<long> times = stackalloc long[3];
        var found = 0;
        foreach (var (key, _) in rows)
        {
            if (found == 0 || key.At != times[found - 1])
            {
                times[found++] = key.At;
            }

            if (found == 3)
            {
                var gap = Math.Min(times[1] - times[0], times[2] - times[1]);
                return (times[2] + gap, gap);
            }
        }

        return null;
    }

    private List<Closing> TakeOut(Arm arm, long end, StepLine steps, long from)
    {
        var rows = arm == Arm.Baseline ? _baseline : _canary;
        var closing = new List<Closing>();
        while (rows.Count > 0 && rows.First() is var (key, row) && EndOf(key.At, Width!.Value) <= end)
        {
            rows.Remove(key);
            Values -= row.Values;
            if (key.At >= from && WholeEpoch(steps, key.At) is { } epoch)
            {
                closing.Add(new(arm, epoch, key, row));
            }
        }

        return closing;
    }

    // An interval in which the weight moved is a mixture: it belongs to no step.
    private int? WholeEpoch(StepLine steps, long at)
    {
        var end = at > long.MaxValue - Width!.Value ? long.MaxValue : at + Width.Value;
        foreach (var (start, stop, epoch) in steps.Within(at, end))
        {
            return start == at && stop == end ? epoch : null;
        }

        return null;
    }

    private SeriesData? Joined(long start, IEnumerable<Closing> closing, Arm arm)
    {
        IntervalRow[] rows = [.. closing.Where(row => row.Arm == arm).Select(row => row.Row)];
        if (rows.Length == 0)
        {
            return null;
        }

        double first = 0, second = 0;
        var counts = new double[_bounds?.Length ?? 0];
        foreach (var row in rows)
        {
            first += row.First;
            second += row.Second;
            for (var i = 0; i < row.Counts.Length; i++)
            {
                counts[i] += row.Counts[i];
            }
        }

        return kind switch
        {
            "points" => new SeriesData.Points(TimeSpan.FromTicks(Width!.Value / TimeSpan.NanosecondsPerTick), [start], [first / rows.Length]),
            "ratio" => new SeriesData.Ratios([start], [first], [second]),
            "count" => new SeriesData.Counts([start], [first], [second]),
            _ when _isExponential => new SeriesData.ExponentialHistograms([.. rows.Select(_ => start)], [.. rows.Select(r => r.Exponential!)]),
            _ => new SeriesData.Histograms([start], _bounds!, [counts]),
        };
    }

    /// <summary>A row whose bucket closes.</summary>
    private readonly record struct Closing(Arm Arm, int Epoch, RowKey Key, IntervalRow Row);

    /// <summary>What makes a row of one arm the same: its time and its labels, also in one line.</summary>
    private readonly record struct RowKey(long At, string Stratum, IReadOnlyDictionary<string, string> Labels)
    {
        public static IComparer<RowKey> Order { get; } = Comparer<RowKey>.Create((a, b) =>
            a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Stratum, b.Stratum));
    }
}
