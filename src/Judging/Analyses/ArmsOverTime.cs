using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Both arms of a metric over the whole run, one value per bucket, in bounded space.</summary>
/// <remarks>
/// It holds 128 cells. When they are full neighbours become one, the mean of both, and from then on a cell takes twice as many buckets: a
/// run of any length is kept as 64 to 128 values, evenly over its time. Up to 128 buckets nothing is lost.
/// </remarks>
internal sealed class ArmsOverTime : IStateful
{
    /// <summary>Cells; each costs 24 bytes.</summary>
    public const int Most = 128;

    private long[] _starts = [];
    private double[] _baseline = [];
    private double[] _canary = [];
    private int _count;
    private long _bucketsPerCell = 1;
    private long _inLast;
    private long _baselineInLast;
    private long _canaryInLast;

    /// <summary>How many buckets a full cell holds; 1 while nothing was joined.</summary>
    public long BucketsPerCell => _bucketsPerCell;

    /// <summary>Takes the next bucket.</summary>
    /// <param name="start">When it began, Unix nanoseconds.</param>
    /// <param name="baseline">The baseline's value; NaN: none.</param>
    /// <param name="canary">The canary's value; NaN: none.</param>
    public void Add(long start, double baseline, double canary)
    {
        if (_inLast == _bucketsPerCell || _count == 0)
        {
            NewCell(start);
        }

        _inLast++;
        Average(ref _baseline[_count - 1], ref _baselineInLast, baseline);
        Average(ref _canary[_count - 1], ref _canaryInLast, canary);
    }

    /// <summary>The baseline in order of time.</summary>
    public Timeline Baseline() => Of(_baseline);

    /// <summary>The canary in order of time.</summary>
    public Timeline Canary() => Of(_canary);

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        state.Mark("arms-over-time 1");
        (_starts, _baseline, _canary) = (_starts[.._count], _baseline[.._count], _canary[.._count]);
        state.Numbers(ref _starts);
        state.Numbers(ref _baseline);
        state.Numbers(ref _canary);
        _count = _starts.Length;
        state.Number(ref _bucketsPerCell);
        state.Number(ref _inLast);
        state.Number(ref _baselineInLast);
        state.Number(ref _canaryInLast);
    }

    private static void Average(ref double mean, ref long count, double value)
    {
        if (!double.IsNaN(value))
        {
            count++;
            mean = count == 1 ? value : mean + ((value - mean) / count);
        }
    }

    private void NewCell(long start)
    {
        if (_count == Most)
        {
            Halve();
        }

        if (_count == _starts.Length)
        {
            var room = Math.Min(Most, Math.Max(8, 2 * _count));
            Array.Resize(ref _starts, room);
            Array.Resize(ref _baseline, room);
            Array.Resize(ref _canary, room);
        }

        (_starts[_count], _baseline[_count], _canary[_count]) = (start, double.NaN, double.NaN);
        (_inLast, _baselineInLast, _canaryInLast) = (0, 0, 0);
        _count++;
    }

    private void Halve()
    {
        _count = Most / 2;
        _bucketsPerCell *= 2;
        for (var i = 0; i < _count; i++)
        {
            _starts[i] = _starts[2 * i];
            _baseline[i] = Mean(_baseline[2 * i], _baseline[(2 * i) + 1]);
            _canary[i] = Mean(_canary[2 * i], _canary[(2 * i) + 1]);
        }
    }

    private static double Mean(double a, double b) => double.IsNaN(a) ? b : double.IsNaN(b) ? a : a + ((b - a) / 2);

    private Timeline Of(double[] arm)
    {
        var there = 0;
        foreach (var value in arm.AsSpan(0, _count))
        {
            there += double.IsNaN(value) ? 0 : 1;
        }

        var (at, values, next) = (new long[there], new double[there], 0);
        for (var i = 0; i < _count; i++)
        {
            if (!double.IsNaN(arm[i]))
            {
                (at[next], values[next]) = (_starts[i], arm[i]);
                next++;
            }
        }

        return new(at, values);
    }
}
