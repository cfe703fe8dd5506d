using System.Runtime.InteropServices;
using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Sources.Csv;

/// <summary>Observations counted in buckets under 0.8 percent wide, by intervals of time: memory does not grow with the rows.</summary>
/// <remarks>
/// What it holds is a matter of the rows alone, not of their order: counts add up, and intervals are as short as the
/// limit on their number lets them be, doubling from a minute.
/// </remarks>
internal sealed class SampleBins(bool missingIsZero)
{
    /// <summary>More intervals are joined two by two.</summary>
    private const int MostIntervals = 1_000;

    private const long Minute = 60_000_000_000;

    /// <summary>No metric is beyond it: as in the exact kinds.</summary>
    private const double Largest = 1e100;

    private Dictionary<long, Dictionary<int, long>> _intervals = [];
    private Dictionary<int, long> _counts = [];
    private long _at = SeriesRows.NoTime;

    /// <summary>Rows without a value.</summary>
    public long Missing { get; private set; }

    /// <summary>Rows whose value is infinite or beyond 1e100.</summary>
    public long Infinite { get; private set; }

    /// <summary>Whether the rows have times.</summary>
    public bool IsTimed { get; private set; }

    /// <summary>The width of an interval in nanoseconds.</summary>
    public long Width { get; private set; } = Minute;

    /// <summary>The intervals' starts, in Unix nanoseconds, with their counts by the number of the bucket.</summary>
    public IEnumerable<(long Start, IReadOnlyDictionary<int, long> Counts)> Intervals =>
        _intervals.OrderBy(i => i.Key).Select(i => (i.Key * Width, (IReadOnlyDictionary<int, long>)i.Value));

    /// <summary>How many intervals there are.</summary>
    public int Count => _intervals.Count;

    /// <summary>The buckets that hold a value in any interval.</summary>
    public IEnumerable<int> Buckets => _intervals.Values.SelectMany(c => c.Keys).Distinct();

    /// <summary>Counts a value.</summary>
    /// <returns>How many counters were added: 0 or 1.</returns>
    public int Add(long time, double value)
    {
        IsTimed |= time != SeriesRows.NoTime;
        if (double.IsNaN(value))
        {
            Missing++;
            value = missingIsZero ? 0 : value;
        }

        if (double.IsNaN(value))
        {
            return 0;
        }

        if (Math.Abs(value) > Largest)
        {
            Infinite++;
            return 0;
        }

        var at = Interval(time);
        if (at != _at || _intervals.Count == 0)
        {
            _counts = CollectionsMarshal.GetValueRefOrAddDefault(_intervals, at, out _) ??= [];
            _at = at;
            while (_intervals.Count > MostIntervals)
            {
                Widen();
            }
        }

        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, (int)SlicedBins.Bin(value), out var known);
        count++;
        return known ? 0 : 1;
    }

    /// <summary>Joins the intervals two by two.</summary>
    public void Widen()
    {
        var before = _intervals;
        Width *= 2;
        _intervals = [];
        foreach (var (at, counts) in before)
        {
            var joined = CollectionsMarshal.GetValueRefOrAddDefault(_intervals, at >> 1, out _) ??= [];
            foreach (var (bucket, count) in counts)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(joined, bucket, out _) += count;
            }
        }

        _at >>= 1;
        _counts = _intervals.GetValueOrDefault(_at) ?? [];
    }

    private long Interval(long time) => time == SeriesRows.NoTime ? 0 : (time / Width) - (time % Width < 0 ? 1 : 0);
}
