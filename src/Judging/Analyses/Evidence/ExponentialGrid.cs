using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Judging.Analyses.Evidence;

/// <summary>The explicit buckets into which the exponential histograms of a metric are brought: the coarsest scale so far, whole powers of two.</summary>
/// <remarks>
/// Buckets of two scales nest, so nothing is guessed when a coarser one comes. The grid only grows, by powers of two, so that its edges are
/// the same from bucket to bucket soon. Finer scales than 6 (1.1 % wide) are brought to that.
/// </remarks>
public sealed class ExponentialGrid : IStateful
{
    private const int Finest = 6;

    // No double lies beyond the higher one; below the lower one neighbouring edges are one double, so that what is there lies in the first bucket.
    private const int LowestPower = -1020, HighestPower = 1024;

    /// <summary>More buckets make each look slow: the scale becomes coarser.</summary>
    private const int MostBuckets = 2048;

    private int _scale = Finest;
    private int _low = int.MaxValue;
    private int _high = int.MinValue;
    private bool _signed;

    /// <summary>The edges: one more than counts; the first bucket of an unsigned grid begins at zero and holds the zeros.</summary>
    /// <returns>Rising; the larger ones of a huge range may be infinite.</returns>
    public double[] Edges()
    {
        if (_low > _high)
        {
            return [0, 1];
        }

        double[] sizes = [.. Enumerable.Range(0, Buckets + 1).Select(i => ExponentialBuckets.Edge(_scale, Index(_low) + i))];
        return _signed ? [.. sizes.Reverse().Select(e => -e), .. sizes] : [0, .. sizes];
    }

    /// <summary>Makes room for rows.</summary>
    /// <param name="data">Rows of both arms; null: none.</param>
    public void Grow(params SeriesData.ExponentialHistograms?[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        foreach (var row in data.OfType<SeriesData.ExponentialHistograms>().SelectMany(d => d.Rows))
        {
            _signed |= Array.Exists(row.Negative.Counts, c => c > 0);
            foreach (var (index, _) in Filled(row.Positive).Concat(Filled(row.Negative)))
            {
                _scale = Math.Min(_scale, row.Scale);
                _low = Math.Min(_low, Power(Math.Floor(Math.ScaleB(index, -row.Scale)), HighestPower - 1));
                _high = Math.Max(_high, Math.Max(_low + 1, Power(Math.Ceiling(Math.ScaleB(index + 1.0, -row.Scale)), HighestPower)));
            }
        }

        Align();
        while (_low <= _high && Buckets > MostBuckets)
        {
            _scale--;
            Align();
        }
    }

    /// <summary>The counts of rows, added up.</summary>
    /// <param name="data">Rows for which there is room; null: none.</param>
    /// <returns>One fewer than edges.</returns>
    public double[] Counts(SeriesData.ExponentialHistograms? data)
    {
        var counts = new double[Edges().Length - 1];
        var zero = _signed && _low <= _high ? Buckets : 0;
        foreach (var row in data?.Rows ?? [])
        {
            counts[zero] += row.ZeroCount;
            Add(row, row.Positive, i => zero + 1 + i);
            Add(row, row.Negative, i => zero - 1 - i);
        }

        return counts;

        void Add(ExponentialRow row, ExponentialCounts from, Func<int, int> place)
        {
            foreach (var (index, count) in Filled(from))
            {
                counts[place((int)Math.Clamp((index >> (row.Scale - _scale)) - Index(_low), 0, Buckets - 1))] += count;
            }
        }
    }

    /// <summary>Rows added up, as one row with explicit bounds.</summary>
    /// <param name="data">Rows for which there is room; null: none.</param>
    /// <param name="at">The time of the row, Unix nanoseconds.</param>
    /// <returns>Null for none.</returns>
    public SeriesData.Histograms? Explicit(SeriesData.ExponentialHistograms? data, long at)
    {
        var edges = Edges();

        // Its first edge is 0, or where there are negative values the first bound, below which nothing lies.
        return data is null ? null
            : edges[0] == 0 ? new([at], edges[1..], [Counts(data)])
            : new([at], edges, [[0, .. Counts(data)]]);
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Number(ref _scale);
        state.Number(ref _low);
        state.Number(ref _high);
        state.Flag(ref _signed);
    }

    private static int Power(double exponent, int highest) => (int)Math.Clamp(exponent, LowestPower, highest);

    /// <summary>A bucket of a scale below 0 spans several powers.</summary>
    private void Align()
    {
        if (_scale < 0 && _low <= _high)
        {
            var span = 1 << -_scale;
            (_low, _high) = ((int)Math.Floor((double)_low / span) * span, (int)Math.Ceiling((double)_high / span) * span);
        }
    }

    private int Buckets => (int)(Index(_high) - Index(_low));

    /// <summary>The index of the bucket that begins at a power of two.</summary>
    private long Index(int power) => _scale >= 0 ? (long)power << _scale : power >> -_scale;

    private static IEnumerable<(long Index, double Count)> Filled(ExponentialCounts counts) =>
        counts.Counts.Select((c, i) => ((long)counts.Offset + i, c)).Where(c => c.c > 0);
}
