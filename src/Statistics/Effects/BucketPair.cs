namespace CanaryJudge.Statistics.Effects;

/// <summary>Two histograms over the same buckets.</summary>
internal sealed class BucketPair
{
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double[] _baseline;
    private readonly double[] _canary;
    private readonly double[] _below;
    private readonly double _n;
    private readonly double _m;

    internal BucketPair(double[] edges, double[] baselineCounts, double[] canaryCounts)
    {
        Require(edges, baselineCounts, canaryCounts);
        (_baseline, _canary) = (baselineCounts, canaryCounts);
        (_low, _high) = (edges[..^1], edges[1..]);

        // Where a value lies inside an endless bucket is not known: it is put at the finite edge.
        if (double.IsInfinity(_low[0]))
        {
            _low[0] = _high[0];
        }

        if (double.IsInfinity(_high[^1]))
        {
            _high[^1] = _low[^1];
        }

        _below = new double[baselineCounts.Length + 1];
        for (var k = 0; k < baselineCounts.Length; k++)
        {
            _below[k + 1] = _below[k] + baselineCounts[k];
        }

        (_n, _m) = (_below[^1], canaryCounts.Sum());
        if (_n == 0 || _m == 0)
        {
            throw new ArgumentException("Both arms need at least one count.", _n == 0 ? nameof(baselineCounts) : nameof(canaryCounts));
        }
    }

    /// <summary>n m / (n + m): how much information the pair holds.</summary>
    internal double Information => _n * _m / (_n + _m);

    internal double Range => Math.Min(double.MaxValue, _high[^1] - _low[0]);

    /// <summary>P(canary, moved back > baseline) + P(tie) / 2.</summary>
    /// <param name="back">Moves an edge of the canary back; ascending edges stay ascending.</param>
    internal double Theta<TBack>(TBack back)
        where TBack : struct, IMovesBack
    {
        double sum = 0;
        var cursor = 0;
        for (var k = 0; k < _canary.Length; k++)
        {
            if (_canary[k] > 0)
            {
                sum += _canary[k] * (Below(back.Moved(_low[k]), including: true, ref cursor) + Below(back.Moved(_high[k]), including: false, ref cursor)) / 2;
            }
        }

        return sum / (_n * _m);
    }

    /// <summary>The standard deviation of theta when the arms agree; infinite when theta cannot move.</summary>
    internal double Sigma(bool moved)
    {
        var total = _n + _m;
        double ties = 0;
        for (var k = 0; k < _canary.Length && !moved; k++)
        {
            var tied = _baseline[k] + _canary[k];
            ties += ((tied * tied) - 1) * tied;
        }

        var variance = (total + 1 - (ties / (total * (total - 1)))) / (12 * _n * _m);
        return variance > 0 ? Math.Sqrt(variance) : double.PositiveInfinity;
    }

    /// <summary>The baseline's count below x, with or without a point mass at x itself.</summary>
    /// <param name="x">Asked for in ascending order the cursor moves over all buckets once.</param>
    /// <param name="including">With the point mass.</param>
    /// <param name="cursor">Where the last call ended.</param>
    private double Below(double x, bool including, ref int cursor)
    {
        // A point mass shares its edge with a neighbour: the last bucket from x on, or the last before it.
        static bool Starts(double low, double x, bool including) => low < x || (including && low == x);
        var low = _low;
        while (cursor < low.Length && Starts(low[cursor], x, including))
        {
            cursor++;
        }

        while (cursor > 0 && !Starts(low[cursor - 1], x, including))
        {
            cursor--;
        }

        var bucket = cursor - 1;
        if (bucket < 0)
        {
            return 0;
        }

        return x >= _high[bucket]
            ? _below[bucket + 1]
            : _below[bucket] + (_baseline[bucket] * Within.Share(_low[bucket], _high[bucket], x));
    }

    private static void Require(double[] edges, double[] baselineCounts, double[] canaryCounts)
    {
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentNullException.ThrowIfNull(baselineCounts);
        ArgumentNullException.ThrowIfNull(canaryCounts);
        Samples.RequireSameLength(baselineCounts, canaryCounts, nameof(canaryCounts));
        if (edges.Length != baselineCounts.Length + 1 || edges.Length < 2)
        {
            throw new ArgumentException(
                $"{baselineCounts.Length} counts need one edge more, at least two; there are {edges.Length}.", nameof(edges));
        }

        for (var k = 0; k < edges.Length; k++)
        {
            var outer = k == 0 || k == edges.Length - 1;
            if (double.IsNaN(edges[k]) || (double.IsInfinity(edges[k]) && !outer) || (k > 0 && !(edges[k - 1] < edges[k])))
            {
                throw new ArgumentException($"The edges must ascend and be finite inside; position {k} holds {edges[k]}.", nameof(edges));
            }
        }

        if (double.IsInfinity(edges[0]) && double.IsInfinity(edges[1]))
        {
            throw new ArgumentException("A single bucket without a finite edge says nothing.", nameof(edges));
        }

        RequireCounts(baselineCounts, nameof(baselineCounts));
        RequireCounts(canaryCounts, nameof(canaryCounts));
    }

    private static void RequireCounts(double[] counts, string parameterName)
    {
        foreach (var count in counts)
        {
            Levels.RequireNotNegative(count, parameterName);
        }
    }
}
